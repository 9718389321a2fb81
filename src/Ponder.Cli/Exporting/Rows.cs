using Ponder.Graph;

namespace Ponder.Cli.Exporting;

/// <summary>Some samples of a batch.</summary>
internal static class Rows
{
    /// <summary>Copies rows of the first dimension.</summary>
    public static HostTensor Take(HostTensor tensor, int[] rows)
    {
        int[] shape = [rows.Length, .. tensor.Shape.Skip(1)];
        return tensor.ElementType switch
        {
            ElementType.Float32 => HostTensor.Of(Take<float>(tensor.Floats, tensor.Shape[0], rows), shape),
            ElementType.Int64 => HostTensor.Of(Take<long>(tensor.Int64s, tensor.Shape[0], rows), shape),
            _ => HostTensor.Of(Take<bool>(tensor.Booleans, tensor.Shape[0], rows), shape),
        };
    }

    private static T[] Take<T>(ReadOnlySpan<T> values, int count, int[] rows)
    {
        int length = values.Length / count;
        var taken = new T[rows.Length * length];
        for (int i = 0; i < rows.Length; i++)
            values.Slice(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return taken;
    }
}
