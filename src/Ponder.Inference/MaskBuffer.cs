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
    private readonly ImageLines _conditionLines = ImageLines.Of(mask.Condition);

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
        for (int line = 0, read = 0; line < _conditionLines.Count; line++)
        {
            var from = MemoryMarshal.AsBytes(_conditionLines.Line(condition, mask.Condition, line));
            from.CopyTo(positions[read..]);
            read += from.Length;
        }
    }

    // By one position each way: first along lines, then across them.
    private void Widen(Span<byte> positions)
    {
        int width = mask.Condition.Width;
        positions.CopyTo(_lines);
        if (width > 1)
            WidenLines(positions, width);
        _lines.CopyTo(positions);
        Or(_lines.AsSpan(width), positions[..^width]);
        Or(_lines.AsSpan(..^width), positions[width..]);
    }

    // As if they were one line; but the end of one is no neighbour of the next one's start.
    private void WidenLines(ReadOnlySpan<byte> positions, int width)
    {
        Or(positions[1..], _lines.AsSpan(..^1));
        Or(positions[..^1], _lines.AsSpan(1));
        for (int start = 0; start < positions.Length; start += width)
        {
            var line = positions.Slice(start, width);
            _lines[start] = (byte)(line[0] | line[1]);
            _lines[start + width - 1] = (byte)(line[^1] | line[^2]);
        }
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
