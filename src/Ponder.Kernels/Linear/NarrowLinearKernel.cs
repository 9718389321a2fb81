using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>A fully connected layer with few outputs: a classifier's last layer.</summary>
/// <remarks>
/// <para>
/// With channels in the lanes, a single sample's few outputs are one chain of additions that waits for itself. Here inputs
/// lie in the lanes, and five outputs are summed side by side.
/// </para>
/// <para>
/// Every output is sixteen partial sums, lane l over inputs l, l + 16, ..., then a tree over the lanes, then the bias: one
/// order whatever the vector's width, so bit-identical across instruction sets. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed unsafe class NarrowLinearKernel
{
    /// <summary>Above this, channels in the lanes are faster.</summary>
    public const int MaxOutputs = 16;

    private const int Block = 16;
    private const int SideBySide = 5;

    private readonly float[] _weights; // [outputs padded to whole groups][inputs padded to whole blocks]
    private readonly float[] _bias;
    private readonly int _paddedInputs;
    private readonly InstructionSet _instructionSet;

    /// <summary>Packs the weights.</summary>
    /// <param name="inputs">Floats read for each sample.</param>
    /// <param name="outputs">Floats written for each sample.</param>
    /// <param name="weights">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the CPU lacks the instruction set.</exception>
    public NarrowLinearKernel(
        int inputs, int outputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        if (weights.Length != (long)inputs * outputs)
            throw new ArgumentException($"weights: expected {(long)inputs * outputs} floats, got {weights.Length}", nameof(weights));
        if (!bias.IsEmpty && bias.Length != outputs)
            throw new ArgumentException($"bias: expected {outputs} floats, got {bias.Length}", nameof(bias));
        (Inputs, Outputs) = (inputs, outputs);
        _instructionSet = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
        _paddedInputs = (inputs + Block - 1) / Block * Block;
        _bias = bias.IsEmpty ? new float[outputs] : bias.ToArray();
        _weights = new float[(outputs + SideBySide - 1) / SideBySide * SideBySide * _paddedInputs];
        for (int output = 0; output < outputs; output++)
            weights.Slice(output * inputs, inputs).CopyTo(_weights.AsSpan(output * _paddedInputs));
    }

    /// <summary>Floats read for each sample.</summary>
    public int Inputs { get; }

    /// <summary>Floats written for each sample.</summary>
    public int Outputs { get; }

    /// <summary>Computes one sample.</summary>
    /// <exception cref="ArgumentException">A span is shorter than the layer needs.</exception>
    public void Run(ReadOnlySpan<float> source, Span<float> destination, bool relu)
    {
        if (source.Length < Inputs || destination.Length < Outputs)
            throw new ArgumentException($"expected {Inputs} and {Outputs} floats, got {source.Length} and {destination.Length}");
        // The last block's missing inputs are zeros: what lies behind the sample may be no number.
        float* tail = stackalloc float[Block];
        float* sums = stackalloc float[SideBySide * Block];
        int whole = Inputs / Block * Block;
        source[whole..Inputs].CopyTo(new Span<float>(tail, Block));
        fixed (float* from = source, to = destination, weights = _weights)
        {
            for (int output = 0; output < Outputs; output += SideBySide)
            {
                float* rows = weights + ((long)output * _paddedInputs);
                switch (_instructionSet)
                {
                    case InstructionSet.Vector512:
                        Sum<Vector512<float>, Lanes512>(from, tail, rows, sums);
                        break;
                    case InstructionSet.Vector256:
                        Sum<Vector256<float>, Lanes256>(from, tail, rows, sums);
                        break;
                    case InstructionSet.Vector128:
                        Sum<Vector128<float>, Lanes128>(from, tail, rows, sums);
                        break;
                    default:
                        Sum<float, ScalarLanes>(from, tail, rows, sums);
                        break;
                }

                for (int i = 0; i < SideBySide && output + i < Outputs; i++)
                {
                    float sum = Tree(sums + (i * Block)) + _bias[output + i];
                    to[output + i] = relu && sum < 0 ? 0 : sum;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TVector, TLanes>(float* source, float* tail, float* weights, float* sums)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        for (int lane = 0; lane < Block; lane += TLanes.Width)
        {
            TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
            float* w = weights + lane;
            for (int i = 0; i < _paddedInputs; i += Block)
            {
                var x = TLanes.Load((i + Block <= Inputs ? source + i : tail) + lane);
                s0 = TLanes.MultiplyAdd(x, TLanes.Load(w), s0);
                s1 = TLanes.MultiplyAdd(x, TLanes.Load(w + _paddedInputs), s1);
                s2 = TLanes.MultiplyAdd(x, TLanes.Load(w + (2 * _paddedInputs)), s2);
                s3 = TLanes.MultiplyAdd(x, TLanes.Load(w + (3 * _paddedInputs)), s3);
                s4 = TLanes.MultiplyAdd(x, TLanes.Load(w + (4 * _paddedInputs)), s4);
                w += Block;
            }

            TLanes.Store(sums + lane, s0);
            TLanes.Store(sums + Block + lane, s1);
            TLanes.Store(sums + (2 * Block) + lane, s2);
            TLanes.Store(sums + (3 * Block) + lane, s3);
            TLanes.Store(sums + (4 * Block) + lane, s4);
        }
    }

    private static float Tree(float* lanes)
    {
        for (int half = Block / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
                lanes[i] += lanes[i + half];
        }

        return lanes[0];
    }
}
