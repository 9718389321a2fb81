using System.Numerics;
using System.Runtime.InteropServices;
using Ponder.Inference.Compilation;

namespace Ponder.Inference;

/// <summary>A mask's positions for the samples of a chunk: worked out when they are first asked for, once a run.</summary>
internal sealed class MaskBuffer(PositionMask mask, int samples)
{
    private readonly byte[] _positions = new byte[samples * mask.Length];
    private readonly byte[] _lines = new byte[mask.Length];
    private readonly bool[] _isReady = new bool[samples];

    /// <summary>Forgets the last run's positions.</summary>
    public void Reset() => Array.Clear(_isReady);

    /// <summary>1 for every position that counts, 0 for others; row by row, [H, W].</summary>
    public ReadOnlySpan<byte> Of(Workspace workspace, int sample)
    {
        var positions = _positions.AsSpan(sample * mask.Length, mask.Length);
        if (_isReady[sample])
            return positions;
        _isReady[sample] = true;
        Read(workspace, sample, positions);
        for (int step = 0; step < mask.Radius; step++)
            Widen(positions);
        return positions;
    }

    private void Read(Workspace workspace, int sample, Span<byte> positions)
    {
        var condition = workspace.Sample<bool>(mask.Condition, sample);
        int width = mask.Condition.Width;
        for (int y = 0; y < mask.Condition.Height; y++)
        {
            var line = condition.Slice(mask.Condition.LineStart(y), width);
            MemoryMarshal.AsBytes(line).CopyTo(positions[(y * width)..]);
        }
    }

    // By one position each way: first along lines, then across them.
    private void Widen(Span<byte> positions)
    {
        int width = mask.Condition.Width, height = mask.Condition.Height;
        for (int y = 0; y < height; y++)
        {
            var line = positions.Slice(y * width, width);
            var wide = _lines.AsSpan(y * width, width);
            line.CopyTo(wide);
            Or(line[1..], wide[..^1]);
            Or(line[..^1], wide[1..]);
        }

        _lines.CopyTo(positions);
        if (height == 1)
            return;
        Or(_lines.AsSpan(width), positions[..^width]);
        Or(_lines.AsSpan(0, positions.Length - width), positions[width..]);
    }

    private static void Or(ReadOnlySpan<byte> from, Span<byte> into)
    {
        int i = 0;
        for (; i <= into.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(into[i..]) | new Vector<byte>(from[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++)
            into[i] |= from[i];
    }
}
