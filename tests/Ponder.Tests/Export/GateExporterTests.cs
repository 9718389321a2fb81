using CsCheck;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Tests.Graph;

namespace Ponder.Tests.Export;

public sealed class GateExporterTests
{
    [Fact]
    public void Rows_ThreeExits_KeepDeepWeightsInTheirBranches()
    {
        var graph = Parse(ModelExporter.Rows(ThreeExitNetwork.Build()));
        var branches = graph.Node.Where(node => node.OpType == "If").Select(Branch).ToList();

        Assert.DoesNotContain(graph.Initializer, tensor => tensor.Name is "stage2.weight" or "stage3.weight");
        Assert.Contains(branches, branch => branch.Initializer.Any(tensor => tensor.Name == "stage2.weight"));
        Assert.Contains(branches, branch => branch.Initializer.Any(tensor => tensor.Name == "stage3.weight"));
    }

    [Fact]
    public void Rows_ThreeExits_KeepThresholdsOverridable()
    {
        var graph = Parse(ModelExporter.Rows(ThreeExitNetwork.Build()));

        Assert.Equal(["x", "exit1.threshold", "exit2.threshold"], graph.Input.Select(input => input.Name));
        Assert.Contains(graph.Initializer, tensor => tensor.Name == "exit2.threshold");
    }

    [Fact]
    public void Single_ThreeExits_FixesTheBatchToOne()
    {
        var graph = Parse(ModelExporter.Single(ThreeExitNetwork.Build()));

        Assert.Equal(1, graph.Input[0].Type.TensorType.Shape.Dim[0].DimValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_AnyGraph_MakesEachNameOnce(bool isSingle) => RandomGatedGraph.Gen.Sample(
        graph =>
        {
            string[] made = [.. Made(Parse(isSingle ? ModelExporter.Single(graph) : ModelExporter.Rows(graph)))];
            Assert.Equal(made.Distinct(), made);
        },
        iter: 300);

    [Fact]
    public void Parse_ExportedFile_IsRefusedWithTheReason()
    {
        var error = Assert.Throws<ModelFormatException>(
            () => GatedGraph.Parse(ModelExporter.Rows(ThreeExitNetwork.Build()), "rows.onnx"));

        Assert.Contains("onnx-rows", error.Message, StringComparison.Ordinal);
    }

    private static GraphProto Parse(byte[] bytes) => ModelProto.Parser.ParseFrom(bytes).Graph;

    private static GraphProto Branch(NodeProto node) => node.Attribute.Single(attribute => attribute.Name == "then_branch").G;

    private static IEnumerable<string> Made(GraphProto graph) => graph.Initializer.Select(tensor => tensor.Name)
        .Concat(graph.Node.SelectMany(node => node.Output))
        .Concat(graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.G is not null).SelectMany(attribute => Made(attribute.G)));
}
