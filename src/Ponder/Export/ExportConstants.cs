using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Export;

/// <summary>Tensors that stand where nothing was computed.</summary>
internal static class ExportConstants
{
    private const int LargestElement = sizeof(double);

    /// <summary>Zeros of any sizes; a size may be 0.</summary>
    public static TensorProto Zeros(ElementType type, params ReadOnlySpan<int> sizes)
    {
        var tensor = new TensorProto { DataType = (int)type };
        long length = 1;
        foreach (int size in sizes)
        {
            tensor.Dims.Add(size);
            length *= size;
        }

        int bytes = type switch
        {
            ElementType.Boolean => sizeof(bool),
            ElementType.Float32 or ElementType.Int32 => sizeof(float),
            _ => LargestElement,
        };
        tensor.RawData = ByteString.CopyFrom(new byte[length * bytes]);
        return tensor;
    }
}
