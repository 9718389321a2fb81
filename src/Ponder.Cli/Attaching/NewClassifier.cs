using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Attaching;

/// <summary>Gives a network that was trained for other classes a last layer for the data's own.</summary>
internal static class NewClassifier
{
    private const int Epochs = 30;
    private const string Stage = "classifier";

    /// <summary>The network with another, untrained last layer.</summary>
    /// <exception cref="ModelFormatException">It has no last layer that could be replaced.</exception>
    public static GatedGraph Replace(Terminal terminal, GatedGraph trunk, DataSet data, int seed)
    {
        int classes = trunk.Tensor(trunk.Plan!.Exits[^1].Logits).Shape[1]; // every opened model has a plan
        terminal.Log($"{trunk.Source} answers {classes} classes, the data has {data.Labels.Count}: its last layer is replaced and trained");
        return Classifier.Replace(trunk, data.Labels.Count, seed);
    }

    /// <summary>Trains that layer alone on features of the network behind it.</summary>
    /// <param name="terminal">Shows the progress.</param>
    /// <param name="network">What <see cref="Replace"/> gave; its last layer learns.</param>
    /// <param name="data">Its training and validation splits are used.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="seed">Seed of weights and shuffling.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    public static void Train(Terminal terminal, GatedGraph network, DataSet data, string folder, int seed, int threads, CancellationToken cancellationToken)
    {
        string features = Classifier.Features(network);
        var layer = Classifier.Alone(network.Tensor(features), data.Labels.Count, seed);
        var options = new TrainingOptions
        {
            Epochs = Epochs,
            BatchSize = 64,
            LearningRate = 0.001,
            Schedule = LearningRateSchedule.Cosine,
            Flip = network.Inputs[0].Shape[1] == 3,
            Seed = seed,
            Threads = threads,
        };
        new FeatureTraining(terminal, data, threads).Train(Stage, network, features, layer, options, Path.Combine(folder, Stage), cancellationToken);
        FeatureTraining.Copy(layer, network);
    }
}
