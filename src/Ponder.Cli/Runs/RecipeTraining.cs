using Ponder.Cli.Recipes;
using Ponder.Cli.Rendering;
using Ponder.Data;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Trains what a recipe says: the trunk alone, then all exits from the trunk's weights.</summary>
internal sealed class RecipeTraining(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    /// <summary>Trains, or goes on where an interrupted run stopped.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public TrainedModel Run(CancellationToken cancellationToken)
    {
        GatedGraph? trunk = null;
        IReadOnlyList<EpochMetrics> baseline = [], branches = [];
        if (recipe.Baseline is { } stage)
        {
            trunk = NetworkCatalog.BuildTrunk(recipe);
            baseline = Train("baseline", trunk, stage, [], folder.BaselineFolder, cancellationToken);
        }

        var graph = trunk;
        if (recipe.Branches is { } joint)
        {
            graph = NetworkCatalog.BuildBranchy(recipe);
            if (trunk is not null)
                CopyWeights(trunk, graph);
            branches = Train("branches", graph, joint, joint.Weights, folder.BranchesFolder, cancellationToken);
        }

        Describe(graph!); // a recipe has at least one of the two stages
        return new TrainedModel(graph!, baseline, branches);
    }

    private IReadOnlyList<EpochMetrics> Train(
        string name, GatedGraph graph, BaselineStage stage, IReadOnlyList<double> exitWeights, string stageFolder,
        CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            Epochs = stage.Epochs,
            BatchSize = stage.Batch,
            LearningRate = stage.LearningRate,
            Schedule = stage.Schedule == "cosine" ? LearningRateSchedule.Cosine : LearningRateSchedule.Constant,
            MaxShift = stage.Shift,
            ExitWeights = exitWeights,
            Seed = recipe.Seed,
            Threads = threads,
        };
        var trainer = new JointTrainer(graph, data.Open("train"), data.Open("validation"), options, stageFolder);

        // A finished stage has a checkpoint as well: it then only gives its weights and metrics.
        bool resume = RunFolder.HasCheckpoint(stageFolder);
        return ProgressBar.Run(terminal, name, progress =>
            trainer.Run(resume, new DirectProgress<TrainingProgress>(at => progress.Report(Describe(at))), cancellationToken)).Epochs;
    }

    private static ProgressState Describe(TrainingProgress at)
    {
        string accuracy = at.ValidationAccuracy.Count == 0
            ? ""
            : $", validation accuracy {string.Join(" / ", at.ValidationAccuracy.Select(Tables.Percent))}";
        double done = (at.Epoch - 1 + ((double)at.Step / at.StepsPerEpoch)) / at.Epochs;
        return new ProgressState(
            done, $"epoch {at.Epoch} of {at.Epochs}, loss {at.Loss:0.0000}{accuracy}, {at.SamplesPerSecond:N0} images/s, {at.TimeLeft:m\\:ss} left",
            IsMilestone: at.Step == at.StepsPerEpoch);
    }

    // Every weight of the trunk has its namesake of the same shape in the branchy network.
    private static void CopyWeights(GatedGraph trunk, GatedGraph branchy)
    {
        foreach (string name in trunk.ConstantNames)
        {
            if (branchy.IsConstant(name) && trunk.Tensor(name) == branchy.Tensor(name))
                branchy.SetConstant(name, trunk.Constant(name));
        }
    }

    private void Describe(GatedGraph graph) => graph.Plan = graph.Plan! with // every network of the catalog has a plan
    {
        Labels = data.Labels,
        Preprocessing = data.Preprocessing,
        Data = data.Role,
    };
}
