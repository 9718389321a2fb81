namespace Ponder.Graph;

/// <summary>Looks up constants: what shape inference needs of a graph, finished or still being built.</summary>
internal interface IConstantSource
{
    /// <summary>Where the graph came from, for messages.</summary>
    string Source { get; }

    /// <inheritdoc cref="GatedGraph.IsConstant"/>
    bool IsConstant(string name);

    /// <inheritdoc cref="GatedGraph.Constant"/>
    HostTensor Constant(string name);
}
