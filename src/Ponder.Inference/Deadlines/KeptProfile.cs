using System.Security.Cryptography;
using System.Text.Json;

namespace Ponder.Inference.Deadlines;

/// <summary>A profile in a file beside its model, so that a machine measures once.</summary>
/// <param name="ModelHash">SHA-256 of the model's file, in hexadecimal: another model is measured anew.</param>
/// <param name="Profile">What was measured.</param>
public sealed record KeptProfile(string ModelHash, DeadlineProfile Profile)
{
    /// <summary>The profile beside a model where it is of this model, machine, batch and quantile; else one that is measured now, and kept where the folder lets it.</summary>
    /// <param name="modelFile">The model's file; the profile's has <see cref="DeadlineProfile.FileSuffix"/> behind its name.</param>
    /// <param name="session">A session of that model.</param>
    /// <param name="count">Samples of a call.</param>
    /// <param name="calls">Calls at each exit where it is measured.</param>
    /// <param name="quantile">Share of the calls that are to be no slower, in (0, 1).</param>
    /// <param name="machine">What to call the processor.</param>
    /// <exception cref="IOException">The model cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The model's answers come neither from exits nor from units that halt.</exception>
    public static DeadlineProfile ReadOrMeasure(string modelFile, InferenceSession session, int count, int calls, double quantile, string machine)
    {
        ArgumentNullException.ThrowIfNull(session);
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(modelFile))), path = modelFile + DeadlineProfile.FileSuffix;
        if (Read(path) is { } kept && kept.ModelHash == hash && kept.Profile.Machine == machine && kept.Profile.Batch == count && kept.Profile.Quantile.Equals(quantile))
            return kept.Profile;
        var profile = session.Profile(new float[count * session.SampleLength], count, calls, quantile, machine);
        Write(path, new KeptProfile(hash, profile));
        return profile;
    }

    private static KeptProfile? Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllText(path), DeadlineJsonContext.Default.KeptProfile) is { Profile: { IsSound: true } } kept ? kept : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // measured anew
        }
    }

    // Whole or not at all: another process may read it.
    private static void Write(string path, KeptProfile profile)
    {
        string part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllText(part, JsonSerializer.Serialize(profile, DeadlineJsonContext.Default.KeptProfile));
            File.Move(part, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that is only read: the next start measures again.
        }
    }
}
