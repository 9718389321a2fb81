using Ponder.Graph.Onnx;

namespace Ponder.ParityTests.Conformance;

/// <summary>The ONNX backend node tests, as Debian's package libonnx-testdata installs them.</summary>
internal static class NodeTestFolder
{
    private const string Root = "/usr/share/libonnx-testdata/data/node";

    private const int OldestOpset = 9;

    public static bool IsInstalled => Directory.Exists(Root);

    /// <summary>All tests whose one operator is claimed, by name.</summary>
    public static IEnumerable<NodeTest> Read() =>
        from folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal)
        let test = Read(folder)
        where test is not null
        select test;

    private static NodeTest? Read(string folder)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, "model.onnx")));
        string name = Path.GetFileName(folder);
        if (model.Graph.Node is not [var node] || !ClaimedOperators.Names.Contains(node.OpType) || ClaimedOperators.IsLeftOut(name))
            return null;
        // A test names the version that brought its operator's definition, which still holds in the oldest that is read.
        model.OpsetImport[0].Version = Math.Max(OldestOpset, model.OpsetImport[0].Version);
        string data = Path.Combine(folder, "test_data_set_0");
        var inputs = model.Graph.Input.Select((input, i) => Tensor(input, Path.Combine(data, $"input_{i}.pb")));
        var outputs = model.Graph.Output.Select((output, i) => Tensor(output, Path.Combine(data, $"output_{i}.pb")));
        return new NodeTest(name, node.OpType, model, [.. inputs], [.. outputs]);
    }

    private static TensorProto? Tensor(ValueInfoProto value, string path) =>
        value.Type?.TensorType is null ? null : TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
}
