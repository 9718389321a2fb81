using System.Runtime.InteropServices;

namespace Ponder.Serving.Load.Requests;

/// <summary>What is asked, again and again: exits depend on samples, so that real ones give other times than noise.</summary>
internal sealed class SampleSet
{
    /// <summary>The word for samples that no file has.</summary>
    public const string NoiseName = "noise";

    private const int NoiseCount = 256;
    private const int NoiseSeed = 1;

    private readonly float[] _values;

    private SampleSet(float[] values, int sampleLength) => (_values, SampleLength) = (values, sampleLength);

    /// <summary>Numbers of a sample.</summary>
    public int SampleLength { get; }

    /// <summary>Samples.</summary>
    public int Count => _values.Length / SampleLength;

    /// <summary>A sample; behind the last comes the first again.</summary>
    public ReadOnlySpan<float> this[int index] => _values.AsSpan(index % Count * SampleLength, SampleLength);

    /// <summary>Reads samples.</summary>
    /// <param name="file">Little-endian float32, [n, C, H, W]; or <see cref="NoiseName"/>.</param>
    /// <param name="sampleLength">C x H x W.</param>
    /// <exception cref="IOException">The file cannot be read, or is of samples of another size.</exception>
    public static SampleSet Open(string file, int sampleLength)
    {
        if (file == NoiseName)
        {
            var random = new Random(NoiseSeed);
            return new SampleSet([.. Enumerable.Range(0, NoiseCount * sampleLength).Select(_ => (random.NextSingle() * 4) - 2)], sampleLength);
        }

        byte[] bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0 || bytes.Length % (sampleLength * sizeof(float)) != 0)
            throw new IOException($"{file}: expected samples of {sampleLength * sizeof(float)} bytes, got {bytes.Length} bytes");
        return new SampleSet(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), sampleLength); // little-endian, as every machine that .NET runs on is
    }

    /// <summary>Samples one behind the other, [n, C, H, W].</summary>
    public float[] Batch(IReadOnlyList<int> indexes)
    {
        float[] batch = new float[indexes.Count * SampleLength];
        for (int i = 0; i < indexes.Count; i++)
            this[indexes[i]].CopyTo(batch.AsSpan(i * SampleLength));
        return batch;
    }
}
