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
        var data = OpenAnyClasses(terminal, network, name);
        return ModelForm.Of(network).Classes is { } classes && classes != data.Labels.Count
            ? throw new CommandException($"{network.Source}: expected data of {classes} classes, got the {data.Labels.Count} of {name}")
            : data;
    }

    /// <summary>The same where the network's classes may be others than the data's.</summary>
    /// <exception cref="DataNotFoundException">There is no such data set.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static DataSet OpenAnyClasses(Terminal terminal, GatedGraph network, string name)
    {
        var data = DataCatalog.Open(name, ModelForm.Of(network), terminal.Log);
        return network.Plan?.Preprocessing is { } preprocessing ? data with { Preprocessing = preprocessing } : data;
    }
}
