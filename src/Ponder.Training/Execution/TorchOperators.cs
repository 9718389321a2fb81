using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>What each operator does to tensors, with gradients. One flat table.</summary>
internal static class TorchOperators
{
    /// <summary>Computes a node's first output.</summary>
    /// <param name="graph">The graph, for constants and the version of its operators.</param>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">Its inputs; null where an optional one is left out.</param>
    /// <param name="training">Whether normalisation takes the batch's statistics, which moves the running ones, and dropout drops.</param>
    /// <exception cref="NotSupportedException">The operator or an attribute is not known; says which node.</exception>
    public static Tensor Apply(GatedGraph graph, GraphNode node, Tensor?[] inputs, bool training)
    {
        var x = inputs[0]!;
        return node.OpType switch
        {
            "Conv" => TorchWindows.Convolution(node, x, inputs[1]!, inputs.ElementAtOrDefault(2)),
            "MaxPool" => TorchWindows.MaxPool(node, x),
            "AveragePool" => TorchWindows.AveragePool(node, x),
            "BatchNormalization" => TorchNormalizations.Batch(node, inputs, training),
            "LRN" => TorchNormalizations.LocalResponse(node, x),
            "Dropout" => nn.functional.dropout(x, DropoutRatio(graph, node), training),
            "Slice" => Slice(x, SliceGeometry.Of(graph, node)!),
            "Pad" => Pad(x, PadGeometry.Of(graph, node)!),
            "Concat" => cat([.. inputs.Select(input => input!)], node.GetInt("axis", 0)),
            "Resize" => TorchWindows.Resize(x, ResizeGeometry.Of(graph, node)!),
            "Cast" => Cast(x, (ElementType)node.GetInt("to", 0)),
            "GlobalAveragePool" => x.mean([2, 3], keepdim: true),
            "GlobalMaxPool" => x.amax([2, 3], true),
            "Gemm" => Gemm(node, x, inputs[1]!, inputs.ElementAtOrDefault(2)),
            "MatMul" => x.matmul(inputs[1]!),
            "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" => x.reshape([.. graph.Tensor(node.Output).Shape.WithBatch(checked((int)x.shape[0])).Select(size => (long)size)]),
            "Relu" => x.relu(),
            "Clip" => Clip(x, ClipBounds.Of(graph, node)!),
            "Exp" => x.exp(),
            "Log" => x.log(),
            "Neg" => x.neg(),
            "Sqrt" => x.sqrt(),
            "Abs" => x.abs(),
            "Sigmoid" => x.sigmoid(),
            "Tanh" => x.tanh(),
            "Identity" => x.alias(),
            "LeakyRelu" => Leaky(x, node.GetFloat("alpha", 0.01f)),
            "PRelu" => x.relu().add(x.neg().relu().neg().mul(inputs[1]!), HeldScalars.One),
            "HardSigmoid" => HardSigmoid(x, node.GetFloat("alpha", 0.2f), node.GetFloat("beta", 0.5f)),
            "HardSwish" => x.mul(HardSigmoid(x, 1f / 6, 0.5f)),
            "Gelu" => Gelu(node, x),
            "Erf" => x.erf(),
            "Softplus" => nn.functional.logsigmoid(x.neg()).neg(),
            "Elu" => Elu(x, node.GetFloat("alpha", 1)),
            "Softsign" => nn.functional.softsign(x),
            "Floor" => x.floor(),
            "Ceil" => x.ceil(),
            "Reciprocal" => x.reciprocal(),
            "Pow" => x.pow(inputs[1]!),
            "Min" => inputs.Aggregate((a, b) => a!.minimum(b!))!,
            "Max" => inputs.Aggregate((a, b) => a!.maximum(b!))!,
            "Transpose" => x.permute([.. node.GetInts("perm", [.. Enumerable.Range(0, (int)x.dim()).Reverse()]).Select(axis => (long)axis)]),
            "Softmax" => nn.functional.softmax(x.to(ScalarType.Float32), node.GetInt("axis", -1)),
            "LogSoftmax" => nn.functional.log_softmax(x.to(ScalarType.Float32), node.GetInt("axis", -1)),
            "Add" => x.add(inputs[1]!, HeldScalars.One),
            "Sub" => x.add(inputs[1]!, HeldScalars.MinusOne),
            "Mul" => x.mul(inputs[1]!),
            "Div" => x.div(inputs[1]!),
            "Less" => x.lt(inputs[1]!),
            "LessOrEqual" => x.le(inputs[1]!),
            "Greater" => x.gt(inputs[1]!),
            "GreaterOrEqual" => x.ge(inputs[1]!),
            "Equal" => x.eq(inputs[1]!),
            "And" => x.logical_and(inputs[1]!),
            "Or" => x.logical_or(inputs[1]!),
            "Not" => x.logical_not(),
            "Where" => where(x, inputs[1]!, inputs[2]!),
            "ReduceSum" or "ReduceMean" or "ReduceMax" => Reduce(graph, node, x),
            "ArgMax" => x.argmax(node.GetInt("axis", 0), KeepsDimensions(node)),
            var unknown => throw new NotSupportedException($"{graph.Source}: node '{node.Name}': operator '{unknown}' is not trained"),
        };
    }

    /// <summary>Computes the parts of a Split.</summary>
    public static Tensor[] Split(GatedGraph graph, GraphNode node, Tensor x) => [.. SplitGeometry.Of(graph, node)!.Select(part => Slice(x, part))];

    private static Tensor Gemm(GraphNode node, Tensor a, Tensor b, Tensor? c)
    {
        if (node.GetInt("transA", 0) != 0)
            a = a.t();
        if (node.GetInt("transB", 0) != 0)
            b = b.t();
        using var alpha = node.GetFloat("alpha", 1).ToScalar(); // held until the calls have returned
        using var beta = node.GetFloat("beta", 1).ToScalar();
        var product = a.matmul(b);
        if (node.HasAttribute("alpha"))
            product = product.mul(alpha);
        return c is null ? product : product.add(node.HasAttribute("beta") ? c.mul(beta) : c, HeldScalars.One);
    }

    private static Tensor Clip(Tensor x, ClipBounds bounds)
    {
        using var least = bounds.Least.ToScalar(); // held until the call has returned
        using var most = bounds.Most.ToScalar();
        return x.clamp(least, most);
    }

    private static Tensor Leaky(Tensor x, float slope)
    {
        using var factor = (-slope).ToScalar(); // held until the call has returned
        return x.relu().add(x.neg().relu(), factor);
    }

    private static Tensor Elu(Tensor x, float alpha)
    {
        using var factor = alpha.ToScalar(); // held until the call has returned
        return x.relu().add(x.neg().relu().neg().expm1(), factor);
    }

    private static Tensor HardSigmoid(Tensor x, float alpha, float beta)
    {
        using var factor = alpha.ToScalar(); // held until the calls have returned
        using var zero = 0.ToScalar();
        using var one = 1.ToScalar();
        return x.mul(factor).add(tensor(beta), HeldScalars.One).clamp(zero, one);
    }

    private static Tensor Gelu(GraphNode node, Tensor x)
    {
        if (node.GetString("approximate", "none") == "none")
            return nn.functional.gelu(x);
        using var cubic = 0.044715f.ToScalar(); // held until the calls have returned
        using var scale = MathF.Sqrt(2 / MathF.PI).ToScalar();
        using var half = 0.5f.ToScalar();
        var inner = x.add(x.mul(x).mul(x).mul(cubic), HeldScalars.One).mul(scale).tanh();
        return x.mul(half).mul(inner.add(tensor(1f), HeldScalars.One));
    }

    private static double DropoutRatio(GatedGraph graph, GraphNode node) => node.HasInput(1)
        ? graph.Constant(node.Inputs[1]).Floats[0]
        : node.GetFloat("ratio", 0.5f); // the attribute of opsets below 12

    private static Tensor Slice(Tensor x, SliceGeometry slice)
    {
        for (int axis = 0; axis < slice.Starts.Count; axis++)
        {
            if (slice.Counts[axis] != TensorShape.Batch && slice.Counts[axis] != x.shape[axis])
                x = x.slice(axis, slice.Starts[axis], slice.Starts[axis] + ((slice.Counts[axis] - 1) * (long)slice.Steps[axis]) + 1, slice.Steps[axis]);
        }

        return x;
    }

    // Torch names axes from the last to the first.
    private static Tensor Pad(Tensor x, PadGeometry pad) => nn.functional.pad(
        x, [.. Enumerable.Range(1, pad.Before.Count).SelectMany(back => new long[] { pad.Before[^back], pad.After[^back] })],
        PaddingModes.Constant, pad.Value);

    private static Tensor Cast(Tensor x, ElementType type) => x.to(type switch
    {
        ElementType.Float32 => ScalarType.Float32,
        ElementType.Int64 => ScalarType.Int64,
        _ => ScalarType.Bool,
    });

    private static Tensor Reduce(GatedGraph graph, GraphNode node, Tensor x)
    {
        long[] axes = node.HasInput(1) ? graph.Constant(node.Inputs[1]).Int64s.ToArray() : [.. node.GetInts("axes").Select(axis => (long)axis)];
        if (axes.Length == 0 && node.GetInt("noop_with_empty_axes", 0) != 0)
            return x.alias();
        if (axes.Length == 0)
            axes = [.. Enumerable.Range(0, (int)x.dim()).Select(axis => (long)axis)];
        return node.OpType switch
        {
            "ReduceSum" => x.sum(axes, KeepsDimensions(node)),
            "ReduceMean" => x.mean(axes, KeepsDimensions(node)),
            _ => x.amax(axes, KeepsDimensions(node)),
        };
    }

    private static bool KeepsDimensions(GraphNode node) => node.GetInt("keepdims", 1) != 0;
}
