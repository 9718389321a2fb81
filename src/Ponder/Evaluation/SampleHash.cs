using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ponder.Evaluation;

/// <summary>Tells one set of samples from another.</summary>
public static class SampleHash
{
    /// <summary>SHA-256 of all samples as a model reads them, each followed by its class, in hexadecimal digits.</summary>
    /// <param name="samples">In their order.</param>
    public static string Of(ISampleSource samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        float[] sample = new float[samples.SampleLength];
        Span<int> label = stackalloc int[1];
        for (int i = 0; i < samples.Count; i++)
        {
            samples.Read(i, sample);
            label[0] = samples.Label(i);
            hash.AppendData(MemoryMarshal.AsBytes(sample.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(label));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
