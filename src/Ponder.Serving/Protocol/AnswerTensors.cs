using System.Runtime.InteropServices;
using Ponder.EarlyExit;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Models;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Protocol;

/// <summary>What an answer consists of: its outputs by name, and what it says beside them.</summary>
internal sealed class AnswerTensors(ServedModel model, CallOutcome outcome)
{
    /// <summary>What tells the last of several answers, as at Triton.</summary>
    public const string Final = "triton_final_response";

    public int Count => outcome.Answers.Length;

    /// <summary>The exits taken by name; of several samples separated by commas, since parameters are single values.</summary>
    public string ExitTaken => string.Join(',', outcome.Answers.Select(answer => model.ExitNames[answer.Prediction.Exit]));

    /// <summary>The least confidence of all samples.</summary>
    public float Confidence => outcome.Answers.Min(answer => answer.Prediction.Confidence);

    /// <summary>The mean multiply-adds of a sample.</summary>
    public long Macs => (long)outcome.Answers.Average(answer => answer.Prediction.Macs);

    /// <summary>Whether a deadline made any sample leave.</summary>
    public bool IsDeadlineHit => outcome.Answers.Any(answer => answer.Outcome == DeadlineOutcome.CutShort);

    /// <summary>Whether no deeper answer follows; null where one answer was asked for.</summary>
    public bool? IsFinal => outcome.IsFinal;

    /// <summary>The output <c>exit</c>.</summary>
    public long[] Exits => [.. outcome.Answers.Select(answer => (long)answer.Prediction.Exit)];

    /// <summary>Any other output.</summary>
    public float[] Floats(string output) => output == EarlyExitConstants.Logits ? outcome.Logits : [.. outcome.Answers.Select(answer => answer.Prediction.Confidence)];

    /// <summary>An output as bytes: little-endian, as every machine that .NET runs on is.</summary>
    public byte[] Bytes(string output) => output == EarlyExitConstants.Exit
        ? MemoryMarshal.AsBytes(Exits.AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Floats(output).AsSpan()).ToArray();
}
