namespace Ponder.EarlyExit;

/// <summary>Names that every model with exits uses.</summary>
public static class EarlyExitConstants
{
    /// <summary>The output with the answer, [N, classes].</summary>
    public const string Logits = "logits";

    /// <summary>The output with the 0-based exit taken, int64 [N, 1].</summary>
    public const string Exit = "exit";

    /// <summary>The output with the largest probability of the answer, [N, 1].</summary>
    public const string Confidence = "confidence";

    /// <summary>The name of the last exit.</summary>
    public const string FinalExit = "final";
}
