using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Export;

/// <summary>Writes a gated graph so that any ONNX runtime skips what nobody asks: each segment that not everybody needs becomes one <c>If</c>.</summary>
internal sealed class GateExporter
{
    private readonly GateMap _map;
    private readonly ExportScope _top;
    private readonly BranchForm _form;
    private readonly Dictionary<string, HashSet<Segment?>> _readers = []; // null: an output of the file
    private readonly HashSet<string> _inputs;

    /// <summary>Prepares to write a graph.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="isSingle">Whether the file takes one sample at a time.</param>
    public GateExporter(GatedGraph graph, bool isSingle)
    {
        graph.ThrowIfNotConverted();
        _map = new GateMap(graph);
        string[] names =
            [.. graph.Proto.Graph.Input.Select(input => input.Name), .. graph.Nodes.SelectMany(node => node.Outputs)];
        _top = new ExportScope(graph, [.. names]) { Graph = { Name = graph.Proto.Graph.Name } };
        _form = isSingle ? new SingleForm(_map, _top) : new RowsForm(_map, _top);
        _inputs = [.. graph.Proto.Graph.Input.Select(input => input.Name)];
        foreach (var segment in _map.Analysis.Segments)
        {
            foreach (string input in segment.Nodes.SelectMany(node => node.Inputs))
                ReadersOf(input).Add(segment);
        }

        foreach (string output in graph.Outputs)
            ReadersOf(output).Add(null);
        Declare(graph, isSingle);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="note">What the metadata says that it is.</param>
    public byte[] Write(string note)
    {
        foreach (var segment in _map.Analysis.Segments)
        {
            if (segment.Demand.IsAlways)
                Emit(_top, segment);
            else
                EmitBranch(segment);
        }

        var source = _map.Graph.Proto;
        var model = new ModelProto { IrVersion = source.IrVersion, ProducerName = "ponder", Graph = _top.Graph };
        model.OpsetImport.Add(source.OpsetImport.Select(opset => opset.Clone()));
        model.MetadataProps.Add(new StringStringEntryProto { Key = ExportFormats.MetadataKey, Value = note });
        return model.ToByteArray();
    }

    private void Declare(GatedGraph graph, bool isSingle)
    {
        foreach (var input in graph.Inputs)
            _top.Graph.Input.Add(Sized(input, isSingle));
        foreach (string threshold in graph.OptionalInputs)
        {
            _top.Graph.Input.Add(ValueInfoCodec.Encode(graph.Tensor(threshold)));
            _top.Keep(threshold);
        }

        foreach (string output in graph.Outputs)
            _top.Graph.Output.Add(Sized(graph.Tensor(output), isSingle));
    }

    private static ValueInfoProto Sized(TensorInfo tensor, bool isSingle) =>
        ValueInfoCodec.Encode(isSingle ? tensor with { Shape = TensorShape.Of(tensor.Shape.WithBatch(1)) } : tensor);

    private HashSet<Segment?> ReadersOf(string tensor)
    {
        if (!_readers.TryGetValue(tensor, out var readers))
            _readers[tensor] = readers = [];
        return readers;
    }

    private void Emit(ExportScope scope, Segment segment)
    {
        foreach (var node in segment.Nodes)
        {
            if (_map.ChoiceOf(node) is { } gate && TryMerge(scope, node, gate, segment.Demand))
                continue;
            var copy = node.Proto.Clone();
            for (int i = 0; i < copy.Input.Count; i++)
                copy.Input[i] = copy.Input[i].Length > 0 ? Read(scope, copy.Input[i], segment.Demand) : "";
            for (int i = 0; i < copy.Output.Count; i++)
                copy.Output[i] = copy.Output[i].Length > 0 ? scope.Resolve(copy.Output[i]) : "";
            scope.Graph.Node.Add(copy);
        }
    }

    private string Read(ExportScope scope, string tensor, Demand demand) =>
        _inputs.Contains(tensor) && _map.Graph.IsConstant(tensor) ? tensor // a threshold: the caller may override it
        : _map.Graph.IsConstant(tensor) ? scope.Constant(tensor)
        : _form.Move(scope, tensor, demand);

    /// <summary>Writes a choice whose sides are not both there for everybody who asks it.</summary>
    private bool TryMerge(ExportScope scope, GraphNode node, int gate, Demand demand)
    {
        string output = scope.Resolve(node.Output);
        for (int side = 1; side <= 2; side++)
        {
            if (_map.Where(demand, gate, holds: side != 1).IsNever)
            {
                EmitSide(scope, node, side, demand, output);
                return true;
            }
        }

        if (_map.IsThere(node.Inputs[1], demand) && _map.IsThere(node.Inputs[2], demand))
            return false;
        _form.Merge(scope, node, gate, demand, output);
        return true;
    }

    // The gate is known where the choice is asked: the other side may not even exist.
    private void EmitSide(ExportScope scope, GraphNode node, int side, Demand demand, string output)
    {
        string condition = Read(scope, node.Inputs[0], demand);
        string value = Read(scope, node.Inputs[side], demand);
        scope.AddNamed("Where", output, [condition, value, value]); // of the choice's own sizes
    }

    private void EmitBranch(Segment segment)
    {
        string condition = _form.Condition(segment.Demand);
        var then = _top.Branch($"segment{segment.Index}.then");
        var otherwise = _top.Branch($"segment{segment.Index}.else");
        string[] crossing = [.. segment.Nodes.SelectMany(node => node.Outputs).Where(tensor => Crosses(tensor, segment))];
        foreach (string tensor in crossing)
            then.Set(tensor, then.Unique($"{tensor}.then"));
        Emit(then, segment);

        var outputs = new List<string>();
        foreach (string tensor in crossing)
        {
            var info = _map.Graph.Tensor(tensor);
            Hand(info.ElementType, then.Resolve(tensor), _form.Nothing(otherwise, info), tensor);
            if (_map.DecidingGateOf(tensor) is { } gate && _form.Publish(then, otherwise, gate, segment.Demand) is { } published)
                Hand(ElementType.Boolean, published.Then, published.Else, published.Outside);
        }

        AddIf(segment, condition, then, otherwise, outputs);

        void Hand(ElementType type, string thenName, string elseName, string outside)
        {
            then.Output(thenName, type);
            otherwise.Output(elseName, type);
            outputs.Add(outside);
        }
    }

    private bool Crosses(string tensor, Segment segment) => tensor.Length > 0
        && (_map.DecidingGateOf(tensor) is not null || ReadersOf(tensor).Any(reader => reader != segment));

    private void AddIf(Segment segment, string condition, ExportScope then, ExportScope otherwise, List<string> outputs)
    {
        var node = new NodeProto { OpType = "If", Name = _top.Unique($"segment{segment.Index}") };
        node.Input.Add(condition);
        node.Output.Add(outputs);
        node.Attribute.Add(ExportAttributes.Of("then_branch", then.Graph));
        node.Attribute.Add(ExportAttributes.Of("else_branch", otherwise.Graph));
        _top.Graph.Node.Add(node);
    }
}
