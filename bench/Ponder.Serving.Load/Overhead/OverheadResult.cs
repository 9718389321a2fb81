namespace Ponder.Serving.Load.Overhead;

/// <summary>What a protocol costs beside the engine and beside its own transport.</summary>
/// <param name="Protocol">REST or gRPC.</param>
/// <param name="EchoUs">Microseconds of each round's echo.</param>
/// <param name="InferUs">Of the answer to the same request.</param>
/// <param name="EngineUs">Of the engine alone on the same sample.</param>
/// <param name="BareUs">Of an echo that has the engine run on the same sample.</param>
/// <param name="MostUs">What answers may take beyond both.</param>
internal sealed record OverheadResult(string Protocol, double[] EchoUs, double[] InferUs, double[] EngineUs, double[] BareUs, double MostUs)
{
    /// <summary>The table's head.</summary>
    public const string Head = "| protocol | echo p50 us | infer p50 us | engine p50 us | infer - echo - engine, p50 us | at most us | | infer - echo that runs the engine, p50 us |\n|---|---|---|---|---|---|---|---|";

    /// <summary>The median of the rounds' differences: samples leave at different exits, so that the difference of medians would be one of different samples.</summary>
    public double DifferenceUs => Median([.. InferUs.Select((infer, round) => infer - EchoUs[round] - EngineUs[round])]);

    /// <summary>Whether it is within its bound.</summary>
    public bool IsMet => DifferenceUs <= MostUs;

    /// <summary>A row of the table.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"| {Protocol} | {Median(EchoUs):F1} | {Median(InferUs):F1} | {Median(EngineUs):F1} | {DifferenceUs:F1} | {MostUs:F0} | {(IsMet ? "met" : "missed")} | {Median([.. InferUs.Select((infer, round) => infer - BareUs[round])]):F1} |");

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
