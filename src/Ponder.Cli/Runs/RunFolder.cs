using System.Text.Json;
using Ponder.Cli.Recipes;

namespace Ponder.Cli.Runs;

/// <summary>What a training run leaves behind: <c>runs/NAME/</c>.</summary>
/// <remarks>
/// <c>recipe.yaml</c> (as followed), <c>run.json</c> (seed, versions), <c>baseline/</c>, <c>heads/</c> and <c>branches/</c> (metrics.jsonl and
/// checkpoint of each stage) or, of a control graph, <c>static-N/</c>, a folder for each point and, before choices alone, <c>nodes/</c>, with <c>curve.json</c> beside them;
/// a network whose units halt has <c>baseline/</c> and a folder for each point, too; <c>model.onnx</c>, and what later verbs add: <c>benchmark.json</c>, <c>report.json</c>,
/// <c>report.html</c>.
/// </remarks>
internal sealed class RunFolder
{
    private const string RecipeName = "recipe.yaml";
    private const string CheckpointName = "checkpoint.zip"; // as JointTrainer names it

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string BaselineFolder => File("baseline");

    public string HeadsFolder => File("heads");

    public string BranchesFolder => File("branches");

    public string Model => File("model.onnx");

    /// <summary>Measured costs of the exits, where a recipe trains against time.</summary>
    public string ExitTimes => File("exit-times.json");

    /// <summary>The folder of one training among several; made when it is asked for.</summary>
    public string Stage(string name) => Directory.CreateDirectory(File(name)).FullName;

    public string Curve => File("curve.json");

    public string Benchmark => File("benchmark.json");

    public string ReportData => File("report.json");

    public string ReportPage => File("report.html");

    /// <summary>Starts a run in a folder that holds none.</summary>
    /// <exception cref="CommandException">The folder holds a run already.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunFolder Create(string path, Recipe recipe)
    {
        if (System.IO.File.Exists(System.IO.Path.Combine(path, RecipeName)))
            throw new CommandException($"{path}: expected a new folder, got one that holds a run (go on with: ponder train --resume {path})");
        return Write(path, recipe);
    }

    /// <summary>Starts a run in a folder whose former run, if there is one, is thrown away.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunFolder Replace(string path, Recipe recipe)
    {
        var old = new RunFolder(path);
        foreach (string folder in new[] { old.BaselineFolder, old.HeadsFolder, old.BranchesFolder }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        foreach (string file in new[] { old.Model, old.ExitTimes, old.Benchmark, old.ReportData, old.ReportPage }.Where(System.IO.File.Exists))
            System.IO.File.Delete(file);
        return Write(path, recipe);
    }

    /// <summary>Opens a run that was started before.</summary>
    /// <exception cref="CommandException">The folder holds no run.</exception>
    public static RunFolder Open(string path) => System.IO.File.Exists(System.IO.Path.Combine(path, RecipeName))
        ? new RunFolder(path)
        : throw new CommandException($"{path}: expected a run with {RecipeName}, got none");

    /// <summary>Whether a stage can go on from a checkpoint.</summary>
    public static bool HasCheckpoint(string stageFolder) => System.IO.File.Exists(System.IO.Path.Combine(stageFolder, CheckpointName));

    /// <summary>The recipe that the run follows.</summary>
    public Recipe ReadRecipe() => RecipeReader.Load(File(RecipeName));

    private static RunFolder Write(string path, Recipe recipe)
    {
        var run = new RunFolder(path);
        Directory.CreateDirectory(path);
        System.IO.File.WriteAllText(run.File(RecipeName), RecipeWriter.Write(recipe));
        System.IO.File.WriteAllText(run.File("run.json"), JsonSerializer.Serialize(RunRecord.Of(recipe.Seed), CliJson.Default.RunRecord));
        return run;
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
