using Ponder.Data;
using Ponder.Graph;

namespace Ponder.Cli.Models;

/// <summary>Opens the data that a network is trained with.</summary>
internal static class ModelData
{
    /// <summary>A data set in the form of a network's input; a network that says how pixels become inputs goes on with that.</summary>
    /// <exception cref="DataNotFoundException">There is no such data set.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static DataSet Open(Terminal terminal, GatedGraph trunk, string name)
    {
        var data = DataCatalog.Open(name, ModelForm.Of(trunk), terminal.Log);
        return trunk.Plan?.Preprocessing is { } preprocessing ? data with { Preprocessing = preprocessing } : data;
    }
}
