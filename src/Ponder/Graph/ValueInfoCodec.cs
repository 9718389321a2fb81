using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Between <see cref="TensorInfo"/> and ONNX's declarations of inputs and outputs.</summary>
internal static class ValueInfoCodec
{
    private const string BatchName = "N";

    public static ValueInfoProto Encode(TensorInfo tensor)
    {
        var shape = new TensorShapeProto();
        foreach (int size in tensor.Shape.Dimensions)
        {
            shape.Dim.Add(size == TensorShape.Batch
                ? new TensorShapeProto.Types.Dimension { DimParam = BatchName }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return Declare(tensor.Name, tensor.ElementType, shape);
    }

    /// <summary>Declares a tensor of any shape: a threshold may be [1], or [N, 1] per sample.</summary>
    public static ValueInfoProto EncodeWithoutShape(string name, ElementType type) => Declare(name, type, shape: null);

    private static ValueInfoProto Declare(string name, ElementType type, TensorShapeProto? shape)
    {
        var tensorType = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null)
            tensorType.Shape = shape;
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensorType } };
    }
}
