using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Reads Constant nodes.</summary>
internal static class ConstantNode
{
    /// <summary>What a Constant node holds as a tensor or as floats; null for other nodes and for whole numbers, which are folded.</summary>
    public static TensorProto? Find(NodeProto node)
    {
        if (node.OpType != "Constant")
            return null;
        foreach (var attribute in node.Attribute)
        {
            if (attribute is { Name: "value", T: { } tensor })
                return tensor;
            if (attribute.Name == "value_float")
                return TensorCodec.Encode("", HostTensor.Of([attribute.F]));
            if (attribute.Name == "value_floats")
                return TensorCodec.Encode("", HostTensor.Of([.. attribute.Floats], attribute.Floats.Count));
        }

        return null;
    }
}
