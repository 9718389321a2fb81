using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Opens graphs with all of ONNX Runtime's optimisations.</summary>
internal static class SessionFactory
{
    public static InferenceSession Open(GatedGraph graph, int threads)
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
            return new InferenceSession(graph.ToBytes(), options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(graph.Source, $"ONNX Runtime does not take it: {error.Message}", error);
        }
    }
}
