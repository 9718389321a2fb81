using Ponder.Cli.Recipes;
using Ponder.Data;
using Ponder.EarlyExit;
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
        var (graph, baseline) = TrainTrunk(cancellationToken);
        IReadOnlyList<EpochMetrics> branches = [];
        GatedGraph? trunk = null;
        if (recipe.Branches is { } joint)
        {
            trunk = graph;
            graph = NetworkCatalog.AttachBranches(recipe, trunk);
            if (joint.Start == "trunk")
                TrunkStart.Copy(graph);
            branches = TrainBranches(joint, trunk, graph, cancellationToken);
        }

        Describe(graph);
        return new TrainedModel(graph, trunk, baseline, branches);
    }

    /// <summary>Trains the trunk alone, or leaves it as it starts where the recipe says nothing of it.</summary>
    /// <exception cref="CommandException">The data does not fit.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public (GatedGraph Trunk, IReadOnlyList<EpochMetrics> Epochs) TrainTrunk(CancellationToken cancellationToken)
    {
        var trunk = NetworkCatalog.BuildTrunk(recipe);
        ThrowIfDataDoesNotFit(trunk);
        if (recipe.Init is { } init)
            WeightCopy.Take(trunk, GatedGraph.Load(init));
        return (trunk, recipe.Baseline is { } stage
            ? Train("baseline", trunk, StageOptions.Of(stage, recipe.Seed, threads), folder.BaselineFolder, teacher: null, cancellationToken)
            : []);
    }

    private IReadOnlyList<EpochMetrics> TrainBranches(BranchStage joint, GatedGraph trunk, GatedGraph graph, CancellationToken cancellationToken)
    {
        var options = StageOptions.Of(joint, recipe.Seed, threads);
        if (joint.Learned is { } learned)
            options = options with { LearnedExits = LearnedOptions(learned, graph, cancellationToken) };
        if (recipe.Heads is { } heads)
            TrainHeads("heads", joint, StageOptions.Of(heads, recipe.Seed, threads) with { ExitWeights = [.. joint.Weights.SkipLast(1).Select(_ => 1.0), 0] }, trunk, graph, folder.HeadsFolder, cancellationToken);

        return joint.Trunk == "frozen"
            ? TrainHeads("branches", joint, options, trunk, graph, folder.BranchesFolder, cancellationToken)
            : Train("branches", graph, options, folder.BranchesFolder, joint.Defend ? trunk : null, cancellationToken);
    }

    private LearnedExitOptions LearnedOptions(LearnedSetting learned, GatedGraph graph, CancellationToken cancellationToken) => new()
    {
        CostWeight = learned.CostWeight ?? new LearnedExitOptions().CostWeight,
        Budget = learned.Budget,
        Weight = learned.Weight,
        Alternation = learned.Alternation,
        Costs = new RelativeCosts(terminal, folder, threads).Of(graph, learned.Cost == "time" ? data.Open("validation") : null, cancellationToken),
    };

    // The trunk stays as it is, bit for bit.
    private IReadOnlyList<EpochMetrics> TrainHeads(
        string name, BranchStage joint, TrainingOptions options, GatedGraph trunk, GatedGraph graph, string stageFolder, CancellationToken cancellationToken)
    {
        if (options is { DistillationWeight: 0, LearnedExits: null, ArrivalFloor: null } && joint.Carry == 0 && joint.Exits is { } exits && options.ExitWeights[^1] == 0
            && options.ExitWeights.SkipLast(1).All(weight => weight > 0) && FeatureTraining.Pays(graph, exits))
        {
            return new FeatureTraining(terminal, data, threads).TrainHeads(trunk, graph, exits, options, stageFolder, cancellationToken);
        }

        options = options with { FrozenWeights = [.. trunk.ConstantNames.Where(graph.IsConstant)] };
        return Train(name, graph, options, stageFolder, joint.Defend && options.DistillationWeight > 0 ? trunk : null, cancellationToken);
    }

    private void ThrowIfDataDoesNotFit(GatedGraph trunk)
    {
        var samples = data.Open("train");
        var input = trunk.Inputs[0];
        if (!input.Shape.Dimensions.Skip(1).SequenceEqual(samples.SampleShape))
            throw new CommandException($"{recipe.Title}: expected samples {input.Shape}, got [N, {string.Join(", ", samples.SampleShape)}] from {recipe.Data}");
        var answer = trunk.Tensor(trunk.Plan!.Exits[^1].Logits).Shape; // every trunk of the catalog has a plan
        if (answer[1] != data.Labels.Count)
            throw new CommandException($"{recipe.Title}: expected data of {answer[1]} classes, got the {data.Labels.Count} of {recipe.Data}");
    }

    private IReadOnlyList<EpochMetrics> Train(
        string name, GatedGraph graph, TrainingOptions options, string stageFolder, GatedGraph? teacher, CancellationToken cancellationToken)
    {
        var trainer = new JointTrainer(graph, data.Open("train"), data.Open("validation"), options, stageFolder, teacher);

        // A finished stage has a checkpoint as well: it then only gives its weights and metrics.
        bool resume = RunFolder.HasCheckpoint(stageFolder);
        return TrainingBar.Run(terminal, name, trainer, resume, cancellationToken);
    }

    private void Describe(GatedGraph graph) => graph.Plan = graph.Plan! with // as above
    {
        Labels = data.Labels,
        Preprocessing = data.Preprocessing,
        Data = data.Role,
    };
}
