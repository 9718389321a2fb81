using Ponder.Serving.Models;

namespace Ponder.Serving.Rest;

/// <summary>What a model reads and answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Its one version.</param>
/// <param name="Platform">The kind of file.</param>
/// <param name="Inputs">Its input.</param>
/// <param name="Outputs">Its outputs.</param>
internal sealed record ModelMetadata(string Name, string[] Versions, string Platform, ModelMetadata.Tensor[] Inputs, ModelMetadata.Tensor[] Outputs)
{
    private const int Any = -1;

    /// <summary>The metadata of a model.</summary>
    public static ModelMetadata Of(ServedModel model) => new(
        model.Name, [ServedModel.Version], "onnx_onnxv1", [new Tensor(model.Input.Name, "FP32", [Any, .. model.Input.Shape.Dimensions.Skip(1)])],
        [.. model.Outputs.Select(output => new Tensor(output.Name, output.Datatype, [Any, output.Length]))]);

    /// <summary>A tensor.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Datatype">FP32 or INT64.</param>
    /// <param name="Shape">Its sizes, -1 for any number of samples.</param>
    internal sealed record Tensor(string Name, string Datatype, int[] Shape);
}
