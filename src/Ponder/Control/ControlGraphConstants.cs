namespace Ponder.Control;

/// <summary>Bounds of control graphs, and how the tensors of their nodes are named.</summary>
public static class ControlGraphConstants
{
    /// <summary>Paths that a graph may have at most: each has its row in every table.</summary>
    public const int MostPaths = 256;

    /// <summary>Ends the name of the tensor with a control node's choice: int64, [N, 1], the 0-based action.</summary>
    public const string Choice = ".choice";

    /// <summary>Ends the name of the tensor with a control node's scores: [N, actions].</summary>
    public const string Scores = ".scores";
}
