namespace Ponder.Report.Graphs;

/// <summary>A node of a picture.</summary>
/// <param name="Name">Written in it.</param>
/// <param name="Shape">Its outline.</param>
/// <param name="Macs">Multiply-adds, written beneath the name; null for a node that computes nothing.</param>
public sealed record DrawnNode(string Name, NodeShape Shape, long? Macs = null);
