using System.Globalization;
using Ponder.Cli.Recipes;
using Ponder.Control;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Trains a control graph, or its choices alone, once for each point of its curve, and static networks beside it.</summary>
/// <remarks>
/// A static network is one path alone, trained from scratch by the recipe's baseline: the cheapest, the dearest, and up to two
/// between them. Each training has a folder of its own in the run's, and goes on from its checkpoint.
/// </remarks>
internal sealed class ControlTraining(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    private const int MostStatics = 4;

    private readonly ControlStage _stage = recipe.Control!; // the caller asks for it
    private readonly PointTraining _training = new(terminal, folder, data);

    /// <summary>Static networks, from the cheapest to the dearest; empty without a baseline in the recipe.</summary>
    /// <exception cref="CommandException">Superclasses of the recipe that its network or data do not have.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public IReadOnlyList<GatedGraph> TrainStatics(CancellationToken cancellationToken)
    {
        _ = Superclasses(); // a fault shows now, not behind all static networks
        if (recipe.Baseline is not { } stage)
            return [];
        var graph = NetworkCatalog.BuildTrunk(recipe);
        var statics = new List<GatedGraph>();
        foreach (var network in Statics(graph))
            statics.Add(_training.Train($"static-{statics.Count + 1}", network, StageOptions.Of(stage, recipe.Seed, threads), teacher: null, cancellationToken));

        return statics;
    }

    /// <summary>Shares of accuracy, or budgets: one control graph is trained for each.</summary>
    public IReadOnlyList<double> Points => recipe.Choices?.Points ?? _stage.Points;

    /// <summary>The control graphs trained for all points, in their order.</summary>
    /// <param name="statics">The static networks, cheapest first.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public IReadOnlyList<GatedGraph> TrainPoints(IReadOnlyList<GatedGraph> statics, CancellationToken cancellationToken)
    {
        if (recipe.Choices is not { } stage)
            return [.. _stage.Points.Select(point => TrainNodes(NameOf(point), point, statics, cancellationToken))];
        var graph = TrainNodes("nodes", _stage.Points[0], statics, cancellationToken); // the only one
        var options = StageOptions.Of(stage, recipe.Seed, threads);
        return [.. stage.Points.Select(point => _training.Train(NameOf(point), graph.Clone(), options with { Control = Choices(point) }, teacher: null, cancellationToken))];
    }

    // Nodes and control nodes together.
    private GatedGraph TrainNodes(string name, double point, IReadOnlyList<GatedGraph> statics, CancellationToken cancellationToken)
    {
        var options = StageOptions.Of(_stage, recipe.Seed, threads);
        options = options with { Control = options.Control! with { AccuracyShare = point, Budget = point, Superclasses = Superclasses() } }; // a control stage has them
        var graph = NetworkCatalog.BuildTrunk(recipe);
        if (_stage.Start == "static")
        {
            foreach (var network in statics)
                TakeWeights(graph, network);
        }

        return _training.Train(name, graph, options, teacher: null, cancellationToken);
    }

    private ControlOptions Choices(double point) => new()
    {
        Method = ControlMethod.Comparison,
        AccuracyShare = point,
        Metric = StageOptions.Of(_stage, recipe.Seed, threads).Control!.Metric, // as above
    };

    private Superclasses? Superclasses()
    {
        if (_stage.Superclasses is not { } setting)
            return null;
        string[] nodes = [.. NetworkCatalog.BuildTrunk(recipe).Plan!.Control!.Controls.Select(node => node.Name)]; // a control stage has a control graph
        if (!nodes.Contains(setting.Control))
            throw new CommandException($"{recipe.Title}: superclasses: expected a control node ({string.Join(", ", nodes)}), got '{setting.Control}'");
        var named = setting.Classes.SelectMany((names, action) => names.Select(name => (name, action))).ToLookup(pair => pair.name, pair => pair.action);
        string[] faults = [.. data.Labels.Where(label => named[label].Count() != 1), .. named.Select(group => group.Key).Except(data.Labels)];
        return faults.Length == 0
            ? new Superclasses(setting.Control, [.. data.Labels.Select(label => named[label].Single())])
            : throw new CommandException($"{recipe.Title}: superclasses: expected every class of {recipe.Data} once ({string.Join(", ", data.Labels)}), got a fault with {string.Join(", ", faults)}");
    }

    /// <summary>Starts every path that is built like a static network as it, so that experts of one kind start alike; what names share wins.</summary>
    /// <param name="graph">The control graph, which is changed.</param>
    /// <param name="network">One of its paths as a network, trained.</param>
    internal static void TakeWeights(GatedGraph graph, GatedGraph network)
    {
        string[] names = Weights(network);
        var paths = Enumerable.Range(0, ExitCosts.Of(graph).Macs.Count).Select(path => StaticPath.Find(graph, path)).OfType<GatedGraph>();
        foreach (string[] twins in paths.Select(Weights))
        {
            if (twins.Length == names.Length && twins.Zip(names).All(pair => graph.Tensor(pair.First).Shape == network.Tensor(pair.Second).Shape))
                Take(twins);
        }

        Take(names);

        void Take(string[] targets)
        {
            for (int i = 0; i < targets.Length; i++)
                graph.SetConstant(targets[i], network.Constant(names[i]));
        }

        string[] Weights(GatedGraph path) => [.. path.ConstantNames.Where(name => graph.IsConstant(name) && path.Tensor(name).ElementType == ElementType.Float32)];
    }

    /// <summary>What a point is called, as its folder is.</summary>
    public string NameOf(double point) => $"{(_stage.Method == "gumbel" && recipe.Choices is null ? "budget" : "lambda")}-{point.ToString(CultureInfo.InvariantCulture)}";

    // Of each cost one path that computes its answer, cheapest first; where there are many costs, a few from the cheapest to the dearest.
    private static GatedGraph[] Statics(GatedGraph graph)
    {
        var macs = ExitCosts.Of(graph).Macs;
        GatedGraph[] all =
        [
            .. Enumerable.Range(0, macs.Count).GroupBy(path => macs[path]).OrderBy(group => group.Key)
                .Select(group => group.Select(path => StaticPath.Find(graph, path)).FirstOrDefault(network => network is not null)).OfType<GatedGraph>(),
        ];
        return all.Length <= MostStatics ? all : [.. Enumerable.Range(0, MostStatics).Select(i => all[i * (all.Length - 1) / (MostStatics - 1)])];
    }
}
