namespace Ponder.Graph.Opsets;

/// <summary>Activations that came after the opset that the graph means, written with older operators. float32 only.</summary>
internal static class ActivationRules
{
    /// <summary>x · tanh(log(1 + eˣ)).</summary>
    public static void Mish(NodeRewrite node)
    {
        string x = Input(node);
        node.Become("Mul", x, node.Before("Tanh", "tanh", node.Before("Softplus", "softplus", x)));
    }

    /// <summary>x / 2 · (1 + erf(x / √2)), or with tanh(√(2/π) · (x + 0.044715 x³)) in place of erf.</summary>
    public static void Gelu(NodeRewrite node)
    {
        string x = Input(node);
        string curve = node.Node.GetString("approximate", "none") switch
        {
            "none" => node.Before("Erf", "erf", Times(node, "scaled", x, MathF.Sqrt(0.5f))),
            "tanh" => node.Before("Tanh", "tanh", Times(node, "scaled", Cubic(node, x), MathF.Sqrt(2 / MathF.PI))),
            var other => throw node.Refusal($"attribute 'approximate': expected none or tanh, got '{other}'"),
        };
        string half = Times(node, "half", x, 0.5f);
        node.Become("Mul", half, node.Before("Add", "share", curve, node.Constant("one", HostTensor.Of([1f]))));
    }

    private static string Cubic(NodeRewrite node, string x)
    {
        string cube = node.Before("Mul", "cube", node.Before("Mul", "square", x, x), x);
        return node.Before("Add", "cubic", x, Times(node, "bent", cube, 0.044715f));
    }

    private static string Times(NodeRewrite node, string role, string x, float factor) =>
        node.Before("Mul", role, x, node.Constant($"{role}.factor", HostTensor.Of([factor])));

    private static string Input(NodeRewrite node) => node.Node.HasInput(0) ? node.Node.Inputs[0] : throw node.Refusal("expected an input, got none");
}
