using System.Globalization;
using Ponder.Cli.Recipes;
using Ponder.Data;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Trains a network whose units halt once for each point of its curve, from the network that does not halt.</summary>
/// <remarks>Each training has a folder of its own in the run's, and goes on from its checkpoint.</remarks>
internal sealed class HaltingTraining(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    private readonly HaltingStage _stage = recipe.Halting!; // the caller asks for it
    private readonly PointTraining _training = new(terminal, folder, data);

    /// <summary>The network that does not halt, trained where the recipe says so.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public GatedGraph TrainNetwork(CancellationToken cancellationToken) => new RecipeTraining(terminal, recipe, folder, data, threads).TrainTrunk(cancellationToken).Trunk;

    /// <summary>The networks that halt, in the recipe's order.</summary>
    /// <param name="network">The network that does not halt.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public IReadOnlyList<(string Name, GatedGraph Graph)> TrainPoints(GatedGraph network, CancellationToken cancellationToken)
    {
        var points = new List<(string Name, GatedGraph Graph)>();
        foreach (double point in _stage.Points)
        {
            var start = points.Count > 0 && _stage.Start == "previous" ? points[^1].Graph.Clone() : NetworkCatalog.AttachHalting(recipe, _stage, network);
            string name = $"{(HasMasks ? "budget" : "ponder")}-{point.ToString(CultureInfo.InvariantCulture)}";
            points.Add((name, _training.Train(name, start, Options(point), _stage.Distillation is null ? null : network, cancellationToken)));
        }

        return points;
    }

    private bool HasMasks => _stage.Kind == HaltingKind.Mask;

    private TrainingOptions Options(double point)
    {
        var options = StageOptions.Of(_stage, recipe.Seed, threads);
        var halting = options.Halting!; // a halting stage has them
        return options with { Halting = HasMasks ? halting with { Budget = point } : halting with { PonderWeight = point } };
    }
}
