using Ponder.Serving.Grpc;

namespace Ponder.Serving.Load.Overhead;

/// <summary>What echoes answer: as many bytes as the model does.</summary>
internal sealed class EchoAnswers
{
    /// <summary>A body.</summary>
    public byte[] Rest { get; set; } = [];

    /// <summary>A message.</summary>
    public ModelInferResponse Grpc { get; set; } = new();
}
