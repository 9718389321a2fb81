using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Tests;
using Ponder.Tests.Graph;
using AttributeType = Ponder.Graph.Onnx.AttributeProto.Types.AttributeType;

namespace Ponder.Inference.Tests;

/// <summary>Good files, small ones, that <see cref="ModelMutator"/> damages.</summary>
internal static class HostileModels
{
    private static readonly byte[][] Small = [ThreeExitNetwork.Build().ToBytes(), ResidualGraph.Build().ToBytes(), Opset9(), Opset18()];
    private static readonly byte[] LeNet = File.ReadAllBytes(Path.Combine(RepositoryFolder.Root, "models", "b-lenet-mnist.onnx"));

    /// <summary>The damaged file of a seed; one in fifty is a trained network.</summary>
    public static byte[] Of(int seed) => new ModelMutator(seed).Damage(seed % 50 == 0 ? LeNet : Small[seed % Small.Length]);

    private static byte[] Opset9()
    {
        var model = ForeignModel.Of(
            [
                With(ForeignModel.Node("Conv", "c", "x", "w"), "pads", 1, 1, 1, 1), ForeignModel.Node("Clip", "k", "c"),
                With(ForeignModel.Node("Pad", "p", "k"), "pads", 0, 0, 1, 1, 0, 0, 0, 0), With(ForeignModel.Node("MaxPool", "m", "p"), "kernel_shape", 2, 2),
                ForeignModel.Node("Softmax", "s", "m"), ForeignModel.Node("Shape", "shape", "s"), ForeignModel.Node("Gather", "n", "shape", "zero"),
                With(ForeignModel.Node("Unsqueeze", "n1", "n"), "axes", 0), Joined("size", "n1", "rest"), ForeignModel.Node("Reshape", "f", "s", "size"),
                ForeignModel.Node("Gemm", "y", "f", "g"),
            ],
            ["y"], ("x", [TensorShape.Batch, 2, 6, 6]));
        model.OpsetImport[0].Version = 9;
        model.Graph.Initializer.Add([
            ForeignModel.Floats("w", 3 * 2 * 3 * 3, 3, 2, 3, 3), ForeignModel.Floats("g", 108 * 4, 108, 4),
            TensorCodec.Encode("zero", HostTensor.Of([0L])), TensorCodec.Encode("rest", HostTensor.Of([-1L], 1))]);
        return model.ToByteArray();
    }

    private static byte[] Opset18()
    {
        var model = ForeignModel.Of(
            [
                ForeignModel.Node("BatchNormalization", "b", "x", "v", "v", "v", "v"), ForeignModel.Node("Pad", "p", "b", "pads", "", "axes"),
                ForeignModel.Node("Slice", "l", "p", "starts", "ends", "axes"), With(ForeignModel.Node("Transpose", "t", "l"), "perm", 0, 1, 3, 2),
                ForeignModel.Node("ReduceMean", "m", "t", "axes"), ForeignModel.Node("Mish", "i", "m"), ForeignModel.Node("Squeeze", "q", "i", "axes"),
                ForeignModel.Node("Less", "less", "q", "v"), ForeignModel.Node("Where", "y", "less", "q", "v"),
            ],
            ["y"], ("x", [TensorShape.Batch, 4, 5, 5]));
        model.OpsetImport[0].Version = 18;
        model.Graph.Initializer.Add([
            ForeignModel.Floats("v", 4, 4), TensorCodec.Encode("pads", HostTensor.Of([0L, 1, 1, 2], 4)),
            TensorCodec.Encode("axes", HostTensor.Of([2L, 3], 2)),
            TensorCodec.Encode("starts", HostTensor.Of([1L, 0], 2)), TensorCodec.Encode("ends", HostTensor.Of([5L, -1], 2))]);
        return model.ToByteArray();
    }

    private static NodeProto Joined(string output, params string[] parts)
    {
        var node = ForeignModel.Node("Concat", output, parts);
        node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeType.Int, I = 0 });
        return node;
    }

    private static NodeProto With(NodeProto node, string attribute, params long[] values)
    {
        node.Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeType.Ints, Ints = { values } });
        return node;
    }
}
