namespace Ponder.Report.Graphs;

/// <summary>The outline of a node in a picture.</summary>
public enum NodeShape
{
    /// <summary>Of a node that computes.</summary>
    Rectangle,

    /// <summary>Of a node that decides.</summary>
    Diamond,

    /// <summary>Of a node that does nothing; small, its name stands beneath.</summary>
    Circle,

    /// <summary>Of a node that only passes something on.</summary>
    Pill,
}
