using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Opens graphs with all of ONNX Runtime's optimisations.</summary>
internal static class SessionFactory
{
    public static InferenceSession Open(GatedGraph graph, int threads) => Open(graph.ToBytes(), graph.Source, threads);

    public static InferenceSession Open(byte[] bytes, string source, int threads)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            return new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(source, $"ONNX Runtime does not take it: {error.Message}", error);
        }
    }
}
