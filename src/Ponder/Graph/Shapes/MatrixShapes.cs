namespace Ponder.Graph.Shapes;

/// <summary>Shapes of matrix products.</summary>
internal static class MatrixShapes
{
    public static TensorShape Gemm(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b, TensorShape? c)
    {
        if (a.Rank != 2 || b.Rank != 2)
            throw ShapeRules.Fault(graph, node, $"expected two matrices, got {a} and {b}");
        (int rows, int inner) = node.GetInt("transA", 0) == 0 ? (a[0], a[1]) : (a[1], a[0]);
        (int innerB, int columns) = node.GetInt("transB", 0) == 0 ? (b[0], b[1]) : (b[1], b[0]);
        if (inner != innerB)
            throw ShapeRules.Fault(graph, node, $"expected {innerB} features for weights {b}, got {a}");
        var product = TensorShape.Of(rows, columns);
        return c is null || ShapeRules.Broadcast(graph, node, c, product) == product
            ? product
            : throw ShapeRules.Fault(graph, node, $"expected a bias that broadcasts to {product}, got {c}");
    }

    public static TensorShape MatMul(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b)
    {
        if (a.Rank != 2 || b.Rank != 2 || a[1] != b[0])
            throw ShapeRules.Fault(graph, node, $"expected [N, K] and [K, M], got {a} and {b}");
        return TensorShape.Of(a[0], b[1]);
    }
}
