using System.Text;
using Ponder.Export;

namespace Ponder.Cli.Exporting;

/// <summary>Writes an export of several files whole or not at all.</summary>
internal static class ExportOutput
{
    /// <summary>Writes a folder with a file for each stage and what they are.</summary>
    /// <exception cref="CommandException">There is something of that name.</exception>
    public static void Write(string folder, StagedModel model)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (Path.Exists(folder))
            throw new CommandException($"{folder}: expected a new folder's name, got one that is there");
        string partial = folder + ".partial";
        try
        {
            Directory.CreateDirectory(partial);
            for (int s = 0; s < model.Files.Count; s++)
                File.WriteAllBytes(Path.Combine(partial, model.Manifest.Stages[s].File), model.Files[s]);
            File.WriteAllText(Path.Combine(partial, StagedModel.ManifestName), model.ToJson() + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            Directory.Move(partial, folder);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }
}
