using Ponder.Graph;
using TorchSharp;

namespace Ponder.Training.Execution;

/// <summary>Between <see cref="HostTensor"/> and TorchSharp's tensors.</summary>
internal static class TorchTensors
{
    /// <summary>A tensor with a copy of the elements; the caller, or the open dispose scope, owns it.</summary>
    public static torch.Tensor FromHost(HostTensor tensor)
    {
        long[] shape = [.. tensor.Shape.Select(size => (long)size)];
        return tensor.ElementType switch
        {
            ElementType.Float32 => torch.tensor(tensor.Floats.ToArray(), shape),
            ElementType.Int64 => torch.tensor(tensor.Int64s.ToArray(), shape),
            _ => torch.tensor(tensor.Booleans.ToArray(), shape),
        };
    }

    /// <summary>The same values, [N, C, H, W], with the channels of a position side by side in memory; other ranks as they are.</summary>
    public static torch.Tensor WithChannelsLast(torch.Tensor tensor) => tensor.dim() == 4
        ? tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
        : tensor;

    public static HostTensor ToHost(torch.Tensor tensor)
    {
        using var contiguous = tensor.detach().contiguous();
        int[] shape = [.. contiguous.shape.Select(size => checked((int)size))];
        return contiguous.dtype switch
        {
            torch.ScalarType.Float32 => HostTensor.Of(contiguous.data<float>().ToArray(), shape),
            torch.ScalarType.Int64 => HostTensor.Of(contiguous.data<long>().ToArray(), shape),
            torch.ScalarType.Bool => HostTensor.Of(contiguous.data<bool>().ToArray(), shape),
            var other => throw new NotSupportedException($"tensor of type {other}"),
        };
    }
}
