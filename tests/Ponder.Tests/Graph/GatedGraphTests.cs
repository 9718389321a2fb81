using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class GatedGraphTests
{
    [Fact]
    public void SetConstant_SameTypeAndShape_ReachesTheFile()
    {
        var graph = ThreeExitNetwork.Build(threshold: 0.5f);

        graph.SetConstant("exit1.threshold", HostTensor.Of([1.5f], 1));

        Assert.Equal(1.5f, graph.Constant("exit1.threshold").Floats[0]);
        Assert.Equal(1.5f, graph.Clone().Constant("exit1.threshold").Floats[0]);
    }

    [Fact]
    public void SetConstant_OfAFileWithTypedData_ReplacesIt()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Add", "y", "x", "w")], ["y"], ("x", [TensorShape.Batch, 2]));
        var stored = ForeignModel.Floats("w", 0, 2);
        stored.ClearRawData();
        stored.FloatData.Add([1f, 2f]);
        model.Graph.Initializer.Add(stored);
        var graph = model.Load();

        graph.SetConstant("w", HostTensor.Of([3f, 4f], 2));

        Assert.Equal([3f, 4f], graph.Clone().Constant("w").Floats.ToArray());
    }

    [Fact]
    public void SetConstant_OtherShape_Throws()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            ThreeExitNetwork.Build().SetConstant("exit1.threshold", HostTensor.Of([1f, 2f], 2)));

        Assert.StartsWith("constant 'exit1.threshold': expected Float32 [1], got Float32 [2]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("typo")]
    [InlineData("x")]
    [InlineData("stage1")]
    public void SetConstant_NoConstant_Throws(string name)
    {
        Assert.Throws<ArgumentException>(() => ThreeExitNetwork.Build().SetConstant(name, HostTensor.Of([1f], 1)));
    }

    [Fact]
    public void Inputs_Thresholds_AreOptional()
    {
        var graph = ThreeExitNetwork.Build();

        Assert.Equal("x", Assert.Single(graph.Inputs).Name);
        Assert.Equal(["exit1.threshold", "exit2.threshold"], graph.OptionalInputs);
    }

    [Fact]
    public void Save_OverAFile_ReplacesItAndLeavesNothingBeside()
    {
        var folder = Directory.CreateTempSubdirectory();
        string path = Path.Combine(folder.FullName, "model.onnx");
        File.WriteAllText(path, "old");

        ThreeExitNetwork.Build().Save(path);

        Assert.Equal(ThreeExitNetwork.Build().ToBytes(), GatedGraph.Load(path).ToBytes());
        Assert.Single(folder.EnumerateFileSystemInfos());
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Save_WhereItCannotBe_LeavesNothingBeside()
    {
        var folder = Directory.CreateTempSubdirectory();
        string path = Path.Combine(folder.FullName, "taken");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<SystemException>(() => ThreeExitNetwork.Build().Save(path));

        Assert.Equal("taken", Assert.Single(folder.EnumerateFileSystemInfos()).Name);
        folder.Delete(recursive: true);
    }
}
