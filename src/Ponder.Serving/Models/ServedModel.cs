using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Inference.Deadlines;
using Ponder.Plans;
using Ponder.Serving.Operation;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Models;

/// <summary>A loaded model: its form, its counts, and the queue in front of its engine.</summary>
internal sealed class ServedModel : IDisposable
{
    /// <summary>The one version of every model.</summary>
    public const string Version = "1";

    private const int ProfileCalls = 1000;
    private const int UnitProfileCalls = 200; // units that may halt are many
    private const double ProfileQuantile = 0.99;

    private ServedModel(string name, GatedGraph graph, InferenceSession session, DeadlineProfile? profile, ServingOptions options)
    {
        (Name, Path, Input, SampleLength, Plan) = (name, graph.Source, graph.Inputs[0], session.SampleLength, graph.Plan!); // Load asks for a plan
        Classes = graph.Tensor(EarlyExitConstants.Logits).Shape[1];
        ExitNames = Plan.ExitNames;
        Outputs =
        [
            new ServedOutput(EarlyExitConstants.Logits, "FP32", Classes), new ServedOutput(EarlyExitConstants.Exit, "INT64", 1), new ServedOutput(EarlyExitConstants.Confidence, "FP32", 1),
        ];
        Pictures = options.Pictures?.Invoke(graph);
        var costs = ExitCosts.Of(graph);
        ExitMacs = Plan.Control is null ? costs.Macs : [];
        Statistics = new ModelStatistics(name, ExitNames, costs.StaticMacs, Plan.Calibration is { } calibration && calibration.ExitShares.Count == ExitNames.Count ? new ExitDrift(calibration) : null);
        Scheduler = new CallScheduler(this, session, profile, options);
    }

    public string Name { get; }

    /// <summary>The file that it came from.</summary>
    public string Path { get; }

    public TensorInfo Input { get; }

    public int SampleLength { get; }

    public int Classes { get; }

    /// <summary>What its tensors mean.</summary>
    public ModelPlan Plan { get; }

    /// <summary>What the output <c>exit</c> counts.</summary>
    public IReadOnlyList<string> ExitNames { get; }

    /// <summary>Multiply-adds of a sample that leaves at each exit, shallow to deep; empty where answers do not come from exits.</summary>
    public IReadOnlyList<long> ExitMacs { get; }

    public IReadOnlyList<ServedOutput> Outputs { get; }

    /// <summary>Makes inputs of pictures; null where the model reads numbers only.</summary>
    public IPictureReader? Pictures { get; }

    public ModelStatistics Statistics { get; }

    public CallScheduler Scheduler { get; }

    /// <summary>Loads a file.</summary>
    /// <exception cref="ModelFormatException">It is no model with a plan.</exception>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators of it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServedModel Load(string path, ServingOptions options)
    {
        var graph = GatedGraph.Load(path);
        if (graph.Plan is null)
            throw new ModelFormatException(path, "expected a model with a plan, got none (make one with: ponder attach)");
        var session = InferenceSession.Create(graph);
        return new ServedModel(System.IO.Path.GetFileNameWithoutExtension(path), graph, session, Profile(path, graph, session), options);
    }

    /// <inheritdoc/>
    public void Dispose() => Scheduler.Dispose();

    // Only what has answers on the way can be cut short.
    private static DeadlineProfile? Profile(string path, GatedGraph graph, InferenceSession session) => session.KeepsDeadlines
        ? KeptProfile.ReadOrMeasure(path, session, count: 1, graph.Plan!.Halting is null ? ProfileCalls : UnitProfileCalls, ProfileQuantile, MachineInfo.Current().Cpu) // Load asks for a plan
        : null;
}
