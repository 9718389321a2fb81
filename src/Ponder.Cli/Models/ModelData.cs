using Ponder.Data;
using Ponder.Graph;

namespace Ponder.Cli.Models;

/// <summary>Opens data as a network wants it.</summary>
internal static class ModelData
{
    /// <summary>A data set in the form of a network's input; a network that says how pixels become inputs goes on with that.</summary>
    /// <exception cref="DataNotFoundException">There is no such data set.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    /// <exception cref="CommandException">The data has more or fewer classes than the network.</exception>
    public static DataSet Open(Terminal terminal, GatedGraph network, string name)
    {
        var form = ModelForm.Of(network);
        var data = DataCatalog.Open(name, form, terminal.Log);
        if (form.Classes is { } classes && classes != data.Labels.Count)
            throw new CommandException($"{network.Source}: expected data of {classes} classes, got the {data.Labels.Count} of {name}");
        return network.Plan?.Preprocessing is { } preprocessing ? data with { Preprocessing = preprocessing } : data;
    }
}
