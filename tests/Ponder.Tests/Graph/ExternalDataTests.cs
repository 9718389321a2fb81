using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

/// <summary>x [N, 2] + w [2] = y, with w in another file: five bytes to skip, then 1 and 2.</summary>
public sealed class ExternalDataTests : IDisposable
{
    private readonly DirectoryInfo _above = Directory.CreateTempSubdirectory("ponder");
    private readonly string _folder;

    public ExternalDataTests()
    {
        _folder = _above.CreateSubdirectory("model").FullName;
        byte[] weights = [9, 9, 9, 9, 9, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        Directory.CreateDirectory(Path.Combine(_folder, "inner"));
        foreach (string name in new[] { "weights", "inner/weights", "../weights" })
            File.WriteAllBytes(Path.Combine(_folder, name), weights);
    }

    public void Dispose() => _above.Delete(recursive: true);

    [Theory]
    [InlineData("weights")]
    [InlineData("./weights")]
    [InlineData("inner/weights")]
    public void Load_FileOfTheFolder_IsRead(string location)
    {
        var graph = Load(location, ("offset", "5"), ("length", "8"));

        Assert.Equal([1f, 2f], graph.Constant("w").Floats.ToArray());
    }

    [Fact]
    public void Load_NoLength_ReadsToTheEnd() => Assert.Equal([1f, 2f], Load("weights", ("offset", "5")).Constant("w").Floats.ToArray());

    [Fact]
    public void Save_ExternalData_IsInsideTheFile()
    {
        string alone = Path.Combine(_above.FullName, "alone.onnx");
        Load("weights", ("offset", "5")).Save(alone);

        Assert.Equal([1f, 2f], GatedGraph.Parse(File.ReadAllBytes(alone), "alone").Constant("w").Floats.ToArray());
    }

    [Theory]
    [InlineData("../weights")]
    [InlineData("inner/../../weights")]
    [InlineData("..\\weights")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\weights")]
    [InlineData("")]
    public void Load_PathThatLeavesTheFolder_IsRefused(string location) =>
        Assert.Equal($"tensor 'w': expected a file of the model's folder, got '{location}'", FaultOf(location));

    [Fact]
    public void Load_LinkWithinTheFolder_IsFollowed()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "inner/weights");

        Assert.Equal([1f, 2f], Load("link", ("offset", "5")).Constant("w").Floats.ToArray());
    }

    [Theory]
    [InlineData("link", "../weights")]
    [InlineData("link/weights", "..")]
    [InlineData("link", "inner/../../weights")]
    public void Load_LinkThatLeavesTheFolder_IsRefused(string location, string target)
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), target);

        Assert.Equal($"tensor 'w': expected a file of the model's folder, got '{location}', which leads to another", FaultOf(location));
    }

    [Fact]
    public void Load_LinkToItself_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "link");

        Assert.Equal("tensor 'w': expected a file, got links that lead nowhere", FaultOf("link"));
    }

    [Fact]
    public void Load_FolderThatIsALink_IsItsTarget()
    {
        WriteModel("weights", ("offset", "5"));
        string link = Path.Combine(_above.FullName, "elsewhere");
        Directory.CreateSymbolicLink(link, _folder);

        Assert.Equal([1f, 2f], GatedGraph.Load(Path.Combine(link, "model.onnx")).Constant("w").Floats.ToArray());
    }

    [Fact]
    public void Load_FileThatIsMissing_NamesIt() =>
        Assert.Equal("tensor 'w': expected a file 'gone' in the model's folder, got none", FaultOf("gone"));

    [Theory]
    [InlineData("6", "8")]
    [InlineData("0", "9223372036854775807")]
    [InlineData("9223372036854775807", "8")]
    public void Load_PartBehindTheEnd_IsRefused(string offset, string length) => Assert.Equal(
        $"tensor 'w': expected {length} bytes from {offset} on in 'weights', got a file of 13", FaultOf("weights", ("offset", offset), ("length", length)));

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public void Load_OffsetThatIsNone_IsRefused(string offset) =>
        Assert.Equal($"tensor 'w': external data: expected offset of zero or more, got '{offset}'", FaultOf("weights", ("offset", offset)));

    [Fact]
    public void Load_OtherLengthThanTheTensor_IsRefused() =>
        Assert.Equal("tensor 'w': expected 2 elements for [2], got 1", FaultOf("weights", ("length", "4")));

    private GatedGraph Load(string location, params (string Key, string Value)[] entries) => GatedGraph.Load(WriteModel(location, entries));

    private string FaultOf(string location, params (string Key, string Value)[] entries) =>
        Assert.Single(Assert.Throws<ModelFormatException>(() => Load(location, entries)).Faults);

    private string WriteModel(string location, params (string Key, string Value)[] entries)
    {
        var model = ForeignModel.Of([ForeignModel.Node("Add", "y", "x", "w")], ["y"], ("x", [TensorShape.Batch, 2]));
        var tensor = new TensorProto { Name = "w", DataType = (int)ElementType.Float32, Dims = { 2 }, DataLocation = TensorProto.Types.DataLocation.External };
        foreach (var (key, value) in entries.Prepend((Key: "location", Value: location)))
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        model.Graph.Initializer.Add(tensor);
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
