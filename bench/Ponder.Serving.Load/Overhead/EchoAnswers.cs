using Ponder.Serving.Grpc;

namespace Ponder.Serving.Load.Overhead;

/// <summary>What echoes do and answer: as many bytes as the model does.</summary>
internal sealed class EchoAnswers
{
    /// <summary>What is done between reading and answering: nothing, or the engine's work without the protocol's.</summary>
    public Action Work { get; set; } = Nothing;

    /// <summary>No work.</summary>
    public static void Nothing()
    {
    }

    /// <summary>A body.</summary>
    public byte[] Rest { get; set; } = [];

    /// <summary>A message.</summary>
    public ModelInferResponse Grpc { get; set; } = new();
}
