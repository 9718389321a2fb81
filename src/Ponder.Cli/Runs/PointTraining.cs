using Ponder.Data;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Trains one network of several in a run, each in a folder of its own in which an interrupted training goes on.</summary>
internal sealed class PointTraining(Terminal terminal, RunFolder folder, DataSet data)
{
    /// <summary>Trains a network and saves it.</summary>
    /// <param name="name">What its folder is called.</param>
    /// <param name="graph">The network with a plan.</param>
    /// <param name="options">How.</param>
    /// <param name="teacher">What it learns from besides the labels; null for nothing.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <returns>The same network with its weights and with the data in its plan.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public GatedGraph Train(string name, GatedGraph graph, TrainingOptions options, GatedGraph? teacher, CancellationToken cancellationToken)
    {
        string stageFolder = folder.Stage(name);
        var trainer = new JointTrainer(graph, data.Open("train"), data.Open("validation"), options, stageFolder, teacher);
        TrainingBar.Run(terminal, name, trainer, RunFolder.HasCheckpoint(stageFolder), cancellationToken);
        graph.Plan = graph.Plan! with { Labels = data.Labels, Preprocessing = data.Preprocessing, Data = data.Role }; // the trainer asks for a plan
        graph.Save(Path.Combine(stageFolder, "model.onnx"));
        return graph;
    }
}
