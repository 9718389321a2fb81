using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Training.Execution;

namespace Ponder.ParityTests;

/// <summary>Everything that runs a graph. Whoever joins is held against ONNX Runtime by all tests.</summary>
internal static class Executors
{
    private static readonly Dictionary<string, Func<GatedGraph, IGraphExecutor>> All = new()
    {
        ["ort"] = graph => new OnnxRuntimeExecutor(graph),
        ["ponder"] = graph => InferenceSession.Create(graph),
        ["torch"] = graph => new TorchGraphExecutor(graph),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static IGraphExecutor Create(string name, GatedGraph graph) => All[name](graph);
}
