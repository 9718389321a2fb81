using System.Text.Json;

namespace Ponder.Inference.Deadlines;

/// <summary>What answers of a model take on a machine, by its exits: consulted before the engine goes on to the next answer.</summary>
/// <param name="Machine">The processor that it was measured on.</param>
/// <param name="Batch">Samples of a call.</param>
/// <param name="Quantile">Share of the calls that were no slower, in (0, 1).</param>
/// <param name="AnswerMs">From the call to the answer of each exit, where no earlier one is taken, shallow to deep; milliseconds.</param>
/// <param name="NextMs">From the decision to go on at each early exit to the answer of the next exit; milliseconds.</param>
public sealed record DeadlineProfile(string Machine, int Batch, double Quantile, IReadOnlyList<double> AnswerMs, IReadOnlyList<double> NextMs)
{
    /// <summary>What is put behind a model's file name for its profile.</summary>
    public const string FileSuffix = ".profile.json";

    /// <summary>The profile of larger calls, at worst: samples one after the other are never faster than together.</summary>
    /// <param name="count">Samples of a call.</param>
    public DeadlineProfile For(int count)
    {
        if (count <= Batch)
            return this;
        double times = (double)count / Batch;
        return this with { Batch = count, AnswerMs = [.. AnswerMs.Select(time => time * times)], NextMs = [.. NextMs.Select(time => time * times)] };
    }

    /// <summary>The profile as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DeadlineJsonContext.Default.DeadlineProfile);

    /// <summary>Reads a profile.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <returns>The profile; null where the text is none: it is then measured anew.</returns>
    public static DeadlineProfile? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DeadlineJsonContext.Default.DeadlineProfile) is { } profile && profile.IsSound ? profile : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal bool IsSound => Machine is not null && Batch >= 1 && AnswerMs is { Count: > 0 } && NextMs is not null && NextMs.Count == AnswerMs.Count - 1
        && AnswerMs.Concat(NextMs).All(time => time >= 0 && double.IsFinite(time));
}
