using Ponder.EarlyExit;
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

    /// <summary>Opens an executor; the caller disposes it. A model that the engine does not run whole runs on ONNX Runtime, segment by segment.</summary>
    /// <exception cref="ModelFormatException">Neither runs the model.</exception>
    public static IGraphExecutor Open(Terminal terminal, string name, GatedGraph graph, int threads) => name switch
    {
        Ponder => OpenPredictor(terminal, graph, threads),
        OnnxRuntime => new OnnxRuntimeExecutor(graph, new OnnxRuntimeOptions { Threads = threads }),
        _ => OpenTorch(graph),
    };

    /// <summary>Opens a model to answer; the caller disposes it. As <see cref="Open"/> does for the engine.</summary>
    /// <exception cref="ModelFormatException">Neither the engine nor ONNX Runtime runs the model.</exception>
    public static IPredictor OpenPredictor(Terminal terminal, GatedGraph graph, int threads)
    {
        try
        {
            return InferenceSession.Create(graph, new InferenceOptions { Threads = threads });
        }
        catch (UnsupportedOperatorException error)
        {
            terminal.Log($"{error.Message}: runs on ONNX Runtime, segment by segment");
            return new OnnxRuntimeSegments(graph, new OnnxRuntimeOptions { Threads = threads });
        }
    }

    /// <summary>What keeps the engine from running a model; empty when it does.</summary>
    public static IReadOnlyList<string> Faults(GatedGraph graph)
    {
        try
        {
            InferenceSession.Create(graph).Dispose();
            return [];
        }
        catch (UnsupportedOperatorException error)
        {
            return error.Faults;
        }
    }

    // A method of its own, so that the other engines do not wait for libtorch's assemblies.
    private static TorchGraphExecutor OpenTorch(GatedGraph graph) => new(graph);
}
