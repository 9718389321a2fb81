using Ponder.Data;

namespace Ponder.Cli.Recipes;

/// <summary>Finds the model files that recipes name.</summary>
internal static class ModelPath
{
    /// <summary>The folder of models that come from elsewhere: <c>models</c> among the data sets.</summary>
    public static string Folder => Path.Combine(DataCatalog.Root, "models");

    /// <summary>The full path of a file that lies beside the recipe, in the working directory or in <see cref="Folder"/>; null for none.</summary>
    public static string? Find(string path, string recipe) => new[] { Path.GetDirectoryName(recipe) ?? "", "", Folder }
        .Select(folder => Path.Combine(folder, path)).Where(File.Exists).Select(Path.GetFullPath).FirstOrDefault();
}
