using System.Globalization;

namespace Ponder.Client;

/// <summary>An answer.</summary>
/// <param name="Model">The model that gave it.</param>
/// <param name="Version">Its version; empty where the server does not say.</param>
/// <param name="Id">What the question was called; empty for nothing.</param>
/// <param name="Outputs">The outputs, in the server's order.</param>
/// <param name="Parameters">What the server says beside them: text, whole numbers (long), numbers (double), truth values.</param>
public sealed record InferenceResponse(string Model, string Version, string Id, IReadOnlyList<OutputTensor> Outputs, IReadOnlyDictionary<string, object> Parameters)
{
    /// <summary>The exits taken by name, sample by sample; empty where the server does not say.</summary>
    public IReadOnlyList<string> ExitsTaken => Parameters.TryGetValue("exit_taken", out object? names) ? $"{names}".Split(',') : [];

    /// <summary>The least confidence of all samples; null where the server does not say.</summary>
    public double? Confidence => Parameters.TryGetValue("confidence", out object? value) ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Mean multiply-adds of a sample; null where the server does not say.</summary>
    public long? Macs => Parameters.TryGetValue("macs", out object? value) ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the timeout made any sample leave early.</summary>
    public bool IsDeadlineHit => Parameters.TryGetValue("deadline_hit", out object? value) && value is true;

    /// <summary>Whether no deeper answer follows. True where the server does not say.</summary>
    public bool IsFinal => !Parameters.TryGetValue("triton_final_response", out object? value) || value is true;

    /// <summary>An output by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public OutputTensor this[string output] => Outputs.FirstOrDefault(tensor => tensor.Name == output)
        ?? throw new KeyNotFoundException($"output '{output}': expected {string.Join(", ", Outputs.Select(tensor => tensor.Name))}");
}
