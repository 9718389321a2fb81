namespace Ponder.Cli.Benchmarking;

/// <summary>Requests whose deadlines lie in one range.</summary>
/// <param name="FromMs">Where the range begins.</param>
/// <param name="ToMs">Where it ends.</param>
/// <param name="Requests">How many they are.</param>
/// <param name="Refused">Share that even the first exit could not have served.</param>
/// <param name="CutShort">Share that was made to leave.</param>
/// <param name="Accuracy">Share answered correctly; what was refused is not.</param>
/// <param name="StaticAccuracy">Of the network without choices, which answers whole or not at all; of one that halts, its own answers in the time that running everything everywhere takes.</param>
/// <param name="AnytimeAccuracy">Of the deepest exit that the profile allows by then, or of an earlier one where the policy leaves; null for a network that halts.</param>
internal sealed record DeadlineBin(
    double FromMs, double ToMs, int Requests, double Refused, double CutShort, double Accuracy, double StaticAccuracy, double? AnytimeAccuracy);
