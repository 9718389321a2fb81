using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>Writes and reads an optimiser's tensors bit by bit.</summary>
internal static class OptimizerState
{
    /// <summary>A tensor of zeros for each weight, laid out in memory as the weight is; the caller disposes them.</summary>
    public static Tensor[] ZerosFor(IEnumerable<Tensor> weights) => [.. weights.Select(weight =>
    {
        using var detached = weight.detach();
        return zeros_like(detached).DetachFromDisposeScope();
    })];

    public static void Write(BinaryWriter writer, IEnumerable<Tensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            using var ordered = tensor.contiguous();
            writer.Write(MemoryMarshal.AsBytes<float>(ordered.data<float>().ToArray()));
        }
    }

    public static void Read(BinaryReader reader, IEnumerable<Tensor> tensors)
    {
        using var noGradient = no_grad();
        foreach (var target in tensors)
        {
            var values = new float[target.numel()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            using var source = tensor(values, target.shape);
            target.copy_(source);
        }
    }
}
