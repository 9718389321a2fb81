using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Ponder.Kernels.ElementwiseOperations;

namespace Ponder.Kernels;

/// <summary>One operation on every element of contiguous floats, and the activation that often follows.</summary>
/// <remarks>
/// Every operation rounds the same way in every lane, so lanes, tails and the scalar twin (the same loop with one lane, which also does the tails)
/// agree bit by bit. Nothing is read or written behind the spans. Immutable and thread-safe.
/// </remarks>
public sealed unsafe class ElementwiseKernel
{
    private readonly int _operands;
    private readonly ActivationRange _range;
    private readonly delegate*<float*, float*, float*, float*, int, ActivationRange, void> _run;

    /// <summary>Chooses the loop.</summary>
    /// <param name="operation">What to compute.</param>
    /// <param name="range">What results are brought into; null for everything.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">The CPU lacks the instruction set.</exception>
    public ElementwiseKernel(ElementwiseOperation operation, ActivationRange? range = null, InstructionSet? instructionSet = null)
    {
        var set = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
        (_range, _operands) = (range ?? ActivationRange.All, operation is ElementwiseOperation.Copy or ElementwiseOperation.HardSwish
            or ElementwiseOperation.Sigmoid or ElementwiseOperation.Swish ? 1 : operation is ElementwiseOperation.MultiplyAdd ? 3 : 2);
        _run = operation switch
        {
            ElementwiseOperation.Copy => Loop<Copy>(set),
            ElementwiseOperation.Add => Loop<Add>(set),
            ElementwiseOperation.Subtract => Loop<Subtract>(set),
            ElementwiseOperation.Multiply => Loop<Multiply>(set),
            ElementwiseOperation.Divide => Loop<Divide>(set),
            ElementwiseOperation.MultiplyAdd => Loop<MultiplyAdd>(set),
            ElementwiseOperation.Minimum => Loop<Minimum>(set),
            ElementwiseOperation.Maximum => Loop<Maximum>(set),
            ElementwiseOperation.Leaky => Loop<Leaky>(set),
            ElementwiseOperation.HardSwish => Loop<HardSwish>(set),
            ElementwiseOperation.Sigmoid => Loop<Sigmoid>(set),
            ElementwiseOperation.Swish => Loop<Swish>(set),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "expected an operation of the enumeration"),
        };
    }

    /// <summary>Computes all elements of the destination.</summary>
    /// <param name="a">First operand, as long as the destination.</param>
    /// <param name="b">Second operand, as long as the destination where the operation has one.</param>
    /// <param name="c">Third operand, as long as the destination where the operation has one.</param>
    /// <param name="destination">The result; may be an operand.</param>
    /// <exception cref="ArgumentException">An operand is shorter than the destination.</exception>
    public void Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> destination)
    {
        int shortest = Math.Min(a.Length, Math.Min(_operands > 1 ? b.Length : int.MaxValue, _operands > 2 ? c.Length : int.MaxValue));
        if (shortest < destination.Length)
            throw new ArgumentException($"operands: expected {destination.Length} floats as in the destination, got {shortest}");
        fixed (float* first = a, second = b, third = c, to = destination)
            _run(first, second, third, to, destination.Length, _range);
    }

    private static delegate*<float*, float*, float*, float*, int, ActivationRange, void> Loop<TOperation>(InstructionSet set)
        where TOperation : IElementwise => set switch
        {
            InstructionSet.Vector512 => &Run<TOperation, Vector512<float>, Lanes512>,
            InstructionSet.Vector256 => &Run<TOperation, Vector256<float>, Lanes256>,
            InstructionSet.Vector128 => &Run<TOperation, Vector128<float>, Lanes128>,
            _ => &Run<TOperation, float, ScalarLanes>,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperation, TVector, TLanes>(float* a, float* b, float* c, float* destination, int length, ActivationRange range)
        where TOperation : IElementwise
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        int i = 0;
        for (; i <= length - TLanes.Width; i += TLanes.Width)
            Step<TOperation, TVector, TLanes>(a, b, c, destination, i, range);
        for (; i < length; i++)
            Step<TOperation, float, ScalarLanes>(a, b, c, destination, i, range);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TOperation, TVector, TLanes>(float* a, float* b, float* c, float* destination, int i, ActivationRange range)
        where TOperation : IElementwise
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        var value = TOperation.Apply<TVector, TLanes>(
            TLanes.Load(a + i),
            TOperation.Operands > 1 ? TLanes.Load(b + i) : default,
            TOperation.Operands > 2 ? TLanes.Load(c + i) : default);
        value = TLanes.MaxNative(TLanes.Broadcast(range.Least), value);
        TLanes.Store(destination + i, TLanes.MinNative(TLanes.Broadcast(range.Most), value));
    }
}
