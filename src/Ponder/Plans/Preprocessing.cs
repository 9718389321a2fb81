namespace Ponder.Plans;

/// <summary>How a byte pixel becomes a model's input: (pixel * Scale - Mean[c]) / StandardDeviation[c].</summary>
/// <param name="Scale">Factor on pixels of 0 to 255; commonly 1/255.</param>
/// <param name="Mean">Per channel, of scaled pixels.</param>
/// <param name="StandardDeviation">Per channel, of scaled pixels; positive.</param>
public sealed record Preprocessing(
    float Scale, IReadOnlyList<float> Mean, IReadOnlyList<float> StandardDeviation)
{
    /// <summary>Short side in pixels that a picture gets before the center of the input's size is cut out; null: the smallest that covers the input.</summary>
    public int? Size { get; init; }

    /// <summary>Makes an input of pixels.</summary>
    /// <param name="pixels">[C, H, W], of as many channels as there are means.</param>
    /// <param name="destination">At least as many elements.</param>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        int plane = pixels.Length / Mean.Count;
        for (int c = 0; c < Mean.Count; c++)
        {
            float mean = Mean[c], deviation = StandardDeviation[c];
            for (int i = c * plane; i < (c + 1) * plane; i++)
                destination[i] = ((pixels[i] * Scale) - mean) / deviation;
        }
    }

    /// <summary>The pixels that an input was made of, as near as bytes are: what lies outside their range is cut off.</summary>
    /// <param name="input">[C, H, W], of as many channels as there are means.</param>
    /// <returns>Bytes, [C, H, W].</returns>
    public byte[] Undo(ReadOnlySpan<float> input)
    {
        byte[] pixels = new byte[input.Length];
        int plane = input.Length / Mean.Count;
        for (int i = 0; i < pixels.Length; i++)
        {
            int c = i / plane;
            pixels[i] = (byte)Math.Clamp(MathF.Round(((input[i] * StandardDeviation[c]) + Mean[c]) / Scale), 0, byte.MaxValue);
        }

        return pixels;
    }
}
