using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ponder.Kernels;

/// <summary>The rows of two lists as runs of neighbours, from which a mask chooses some.</summary>
/// <remarks>A run of up to sixteen is chosen at once, and what the next one reads is known before. Immutable and thread-safe.</remarks>
public sealed unsafe class RowRuns
{
    private const int Block = 16;

    private readonly Run[] _runs;

    /// <summary>Finds the runs.</summary>
    /// <param name="sourcePixels">For each row the pixel that is read.</param>
    /// <param name="destinationPixels">For each row the pixel that is written; as many.</param>
    /// <param name="positions">For each row its index in masks; as many, none negative.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a position is negative.</exception>
    public RowRuns(ReadOnlySpan<int> sourcePixels, ReadOnlySpan<int> destinationPixels, ReadOnlySpan<int> positions)
    {
        if (destinationPixels.Length != sourcePixels.Length || positions.Length != sourcePixels.Length)
            throw new ArgumentException($"row lists: expected equal lengths, got {sourcePixels.Length}, {destinationPixels.Length} and {positions.Length}");
        var runs = new List<Run>();
        for (int row = 0; row < positions.Length; row++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(positions[row], nameof(positions));
            if (runs.Count > 0 && runs[^1].With(sourcePixels[row], destinationPixels[row], positions[row]) is { } longer)
                runs[^1] = longer;
            else
                runs.Add(new Run(positions[row], sourcePixels[row], destinationPixels[row], Step: 0, Count: 1));
            Positions = Math.Max(Positions, positions[row] + 1);
        }

        (_runs, Count) = ([.. runs], positions.Length);
    }

    /// <summary>Rows of all runs.</summary>
    public int Count { get; }

    /// <summary>Positions that a mask must have.</summary>
    public int Positions { get; }

    /// <summary>Lists the rows that a mask lets through, in order.</summary>
    /// <param name="mask">1 for what is listed, 0 for the rest.</param>
    /// <param name="sourceDistance">Added to each source pixel.</param>
    /// <param name="destinationDistance">Added to each destination pixel.</param>
    /// <param name="sourcePixels">Receives source pixels; room for all rows. Behind the result it may be written over.</param>
    /// <param name="destinationPixels">Receives destination pixels, in the same way.</param>
    /// <returns>The number of rows listed.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Select(ReadOnlySpan<byte> mask, int sourceDistance, int destinationDistance, Span<int> sourcePixels, Span<int> destinationPixels)
    {
        int room = Math.Min(sourcePixels.Length, destinationPixels.Length), written = 0;
        if (mask.Length < Positions || room < Count)
            throw new ArgumentException($"expected a mask of {Positions} positions and room for {Count} rows, got {mask.Length} and {room}");
        int lastBlock = Avx512F.IsSupported && InstructionSets.Best == InstructionSet.Vector512 ? mask.Length - Block : -1;
        fixed (byte* open = mask)
        fixed (int* sources = sourcePixels, destinations = destinationPixels)
        {
            foreach (ref readonly var run in _runs.AsSpan())
            {
                // A block is read and written whole.
                if (run.Position <= lastBlock && written <= room - Block)
                {
                    var flags = Avx512F.ConvertToVector512Int32(Vector128.Load(open + run.Position));
                    var isOpen = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(run.Count)) & Vector512.GreaterThan(flags, Vector512<int>.Zero);
                    var source = Vector512.Create(run.Source + sourceDistance) + (Vector512<int>.Indices * run.Step);
                    var destination = Vector512.Create(run.Destination + destinationDistance) + Vector512<int>.Indices;
                    Avx512F.Compress(Vector512<int>.Zero, isOpen, source).Store(sources + written);
                    Avx512F.Compress(Vector512<int>.Zero, isOpen, destination).Store(destinations + written);
                    written += BitOperations.PopCount(isOpen.ExtractMostSignificantBits());
                    continue;
                }

                // Written first and counted afterwards: no branch to guess wrong.
                for (int row = 0; row < run.Count; row++)
                {
                    sources[written] = run.Source + sourceDistance + (row * run.Step);
                    destinations[written] = run.Destination + destinationDistance + row;
                    written += open[run.Position + row];
                }
            }
        }

        return written;
    }

    /// <summary>Rows whose positions and destinations are neighbours and whose sources lie equally far apart.</summary>
    private readonly record struct Run(int Position, int Source, int Destination, int Step, int Count)
    {
        /// <summary>The run with one more row, if that goes on as the run does.</summary>
        public Run? With(int source, int destination, int position)
        {
            int step = Count == 1 ? source - Source : Step;
            bool goesOn = Count < Block && position == Position + Count && destination == Destination + Count && source == Source + (Count * step);
            return goesOn ? this with { Step = step, Count = Count + 1 } : null;
        }
    }
}
