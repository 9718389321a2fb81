using System.Runtime.InteropServices;
using Google.Protobuf;
using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Between ONNX's stored tensors and <see cref="HostTensor"/>.</summary>
internal static class TensorCodec
{
    /// <summary>Why a stored tensor cannot be read, or null when it can.</summary>
    public static string? FindFault(TensorProto tensor)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            return $"tensor '{tensor.Name}': expected data inside the file, got external data, which only a model loaded from its folder may have";
        UInt128 length = 1;
        foreach (long dimension in tensor.Dims)
        {
            if (dimension is < 0 or > int.MaxValue || (length *= (ulong)dimension) > int.MaxValue)
                return $"tensor '{tensor.Name}': expected fewer than 2^31 elements, got [{string.Join(", ", tensor.Dims)}]";
        }

        if (!IsReadable((ElementType)tensor.DataType))
            return null;
        int stored = StoredLength(tensor);
        return stored == (int)length
            ? null
            : $"tensor '{tensor.Name}': expected {length} elements for [{string.Join(", ", tensor.Dims)}], got {stored}";
    }

    /// <summary>Whether elements of a type can be brought into a <see cref="HostTensor"/>.</summary>
    public static bool IsReadable(ElementType type) => type
        is ElementType.Float32 or ElementType.Int64 or ElementType.Int32 or ElementType.Boolean or ElementType.Float64;

    public static HostTensor Decode(TensorProto tensor)
    {
        int[] shape = [.. tensor.Dims.Select(dimension => checked((int)dimension))];
        return (ElementType)tensor.DataType switch
        {
            ElementType.Float32 => HostTensor.Of(tensor.HasRawData ? Raw<float>(tensor) : [.. tensor.FloatData], shape),
            ElementType.Float64 => HostTensor.Of(
                Array.ConvertAll(tensor.HasRawData ? Raw<double>(tensor) : [.. tensor.DoubleData], value => (float)value), shape),
            ElementType.Int64 => HostTensor.Of(tensor.HasRawData ? Raw<long>(tensor) : [.. tensor.Int64Data], shape),
            ElementType.Int32 => HostTensor.Of(
                Array.ConvertAll(tensor.HasRawData ? Raw<int>(tensor) : [.. tensor.Int32Data], value => (long)value), shape),
            ElementType.Boolean => HostTensor.Of(
                tensor.HasRawData ? Array.ConvertAll(Raw<byte>(tensor), value => value != 0)
                    : [.. tensor.Int32Data.Select(value => value != 0)], shape),
            var other => throw new ModelFormatException($"tensor '{tensor.Name}'", $"element type {(int)other} is not supported"),
        };
    }

    public static TensorProto Encode(string name, HostTensor tensor)
    {
        var proto = new TensorProto { Name = name, DataType = (int)tensor.ElementType };
        proto.Dims.AddRange(tensor.Shape.Select(size => (long)size));
        proto.RawData = ByteString.CopyFrom(tensor.ElementType switch
        {
            ElementType.Float32 => MemoryMarshal.AsBytes(tensor.Floats),
            ElementType.Int64 => MemoryMarshal.AsBytes(tensor.Int64s),
            _ => MemoryMarshal.AsBytes(tensor.Booleans),
        });
        return proto;
    }

    private static int StoredLength(TensorProto tensor)
    {
        var type = (ElementType)tensor.DataType;
        if (tensor.HasRawData)
        {
            int size = type switch
            {
                ElementType.Int64 or ElementType.Float64 => 8,
                ElementType.Boolean => 1,
                _ => 4,
            };
            return tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1;
        }

        return type switch
        {
            ElementType.Float32 => tensor.FloatData.Count,
            ElementType.Float64 => tensor.DoubleData.Count,
            ElementType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };
    }

    private static T[] Raw<T>(TensorProto tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray();
}
