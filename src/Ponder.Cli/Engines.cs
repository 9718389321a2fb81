using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Training.Execution;

namespace Ponder.Cli;

/// <summary>The executors by the names that people type.</summary>
internal static class Engines
{
    public const string Ponder = "ponder";
    public const string OnnxRuntime = "ort";
    private const string Torch = "torch";

    public static string[] Names => [Ponder, OnnxRuntime, Torch];

    /// <summary>Opens an executor; the caller disposes it.</summary>
    public static IGraphExecutor Open(string name, GatedGraph graph, int threads) => name switch
    {
        Ponder => InferenceSession.Create(graph, new InferenceOptions { Threads = threads }),
        OnnxRuntime => new OnnxRuntimeExecutor(graph, new OnnxRuntimeOptions { Threads = threads }),
        _ => OpenTorch(graph),
    };

    // A method of its own, so that the other engines do not wait for libtorch's assemblies.
    private static TorchGraphExecutor OpenTorch(GatedGraph graph) => new(graph);
}
