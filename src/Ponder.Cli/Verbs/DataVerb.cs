using System.CommandLine;
using Ponder.Cli.Rendering;
using Ponder.Data;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder data</c>: the data sets and where they are.</summary>
internal static class DataVerb
{
    public static Command Create(Terminal terminal) => new VerbCommand("data", "List data sets, or fetch one.") { Get(terminal), List(terminal) };

    private static VerbCommand Get(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = $"One of {string.Join(", ", DataInstaller.Names)}." };
        var from = new Option<string?>("--from") { Description = "Copy the files from a folder instead of fetching them.", HelpName = "FOLDER" };
        var verb = new VerbCommand(
            "get", $"Put a data set into {DataCatalog.EnvironmentVariable} (default: the user's cache folder), from its official address or from a folder.",
            "ponder data get cifar-10",
            "ponder data get fashion-mnist --from /media/disk/fashion") { name, from };
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            string wanted = parsed.GetRequiredValue(name);
            if (parsed.GetValue(from) is { } folder)
            {
                terminal.WriteLine(DataInstaller.Adopt(wanted, folder));
                return ExitCodes.Done;
            }

            using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan }; // 170 MB take their time; the user may interrupt
            var progress = new DirectProgress<string>(terminal.Log);
            terminal.WriteLine(await DataInstaller.FetchAsync(wanted, client, progress, cancellationToken));
            return ExitCodes.Done;
        });
        return verb;
    }

    private static VerbCommand List(Terminal terminal)
    {
        var verb = new VerbCommand(
            "list", "List the data sets that verbs can name, with their splits where they are at hand.", "ponder data list");
        verb.SetAction(_ =>
        {
            var table = Tables.Create("name", "state");
            foreach (string name in DataCatalog.Names)
                table.AddText(name, StateOf(name));
            terminal.Tables(json: false).Write(table);
            return ExitCodes.Done;
        });
        return verb;
    }

    private static string StateOf(string name)
    {
        try
        {
            var splits = DataCatalog.Open(name).Role.Splits;
            return string.Join(", ", splits.Select(split => $"{split.Key} {split.Value.EndExclusive - split.Value.Start:N0}"));
        }
        catch (Exception missing) when (missing is DataNotFoundException or DataFormatException)
        {
            return missing.Message;
        }
    }
}
