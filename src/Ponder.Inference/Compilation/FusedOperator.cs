using Ponder.Graph;
using Ponder.Kernels;

namespace Ponder.Inference.Compilation;

/// <summary>A node and the nodes around it that one step computes with it.</summary>
/// <param name="Node">The node that says what is computed.</param>
/// <param name="Last">The last of the nodes, whose output is written, at whose place in the order the step runs.</param>
internal sealed record FusedOperator(GraphNode Node, GraphNode Last)
{
    /// <summary>A slice that a padding reads through.</summary>
    public GraphNode? Slice { get; init; }

    /// <summary>A normalisation before a convolution with one output, whose numbers go into the weights.</summary>
    public GraphNode? Prior { get; init; }

    /// <summary>A normalisation whose numbers go into the weights.</summary>
    public GraphNode? Normalization { get; init; }

    /// <summary>A tensor that is added to the result.</summary>
    public string? Residual { get; init; }

    /// <summary>Numbers that weigh an image's positions before it is added to <see cref="Residual"/>; for a product only.</summary>
    public string? Weights { get; init; }

    /// <summary>A pooling behind a convolution.</summary>
    public GraphNode? Pooling { get; init; }

    /// <summary>What results are brought into; null for everything.</summary>
    public ActivationRange? Range { get; init; }

    /// <summary>Whether negative results become zero, for steps that know no other range.</summary>
    public bool Relu => Range is not null;

    /// <summary>Whether a sigmoid is multiplied by what it was taken of.</summary>
    public bool IsSwish { get; init; }

    /// <summary>Which of the last node's outputs is written, 0-based: each part of a Split is an operator of its own.</summary>
    public int Part { get; init; }

    /// <summary>The tensor that is written.</summary>
    public string Output => Last.Outputs[Part];

    /// <summary>The tensor that is computed from.</summary>
    public string Source(GraphView view) => view.Resolve(First.Inputs[0]);

    /// <summary>The first of the nodes.</summary>
    public GraphNode First => Slice ?? Prior ?? Node;

    /// <summary>The tensors that the step reads when it runs; weights and other parameters are read when it is made.</summary>
    public IEnumerable<string> Reads(GraphView view)
    {
        IEnumerable<string> operands = IsElementwise || Node.OpType == "Concat" ? view.InputsOf(Node) : [Source(view)];
        return Residual is null ? operands : operands.Append(Residual);
    }

    private bool IsElementwise => Node.OpType is "Min" or "Max" or "Pow" or "PRelu" or "Add" or "Sub" or "Mul" or "Div" or "And" or "Or" or "Where"
        or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal";
}
