using System.Text;

namespace Ponder.Cli.Recipes;

/// <summary>Writes the recipe that a run really followed, options of the command line included.</summary>
internal static class RecipeWriter
{
    public static string Write(Recipe recipe)
    {
        var yaml = new StringBuilder();
        yaml.Append($"network: {recipe.Network}\ndata: {recipe.Data}\nseed: {recipe.Seed}\n");
        if (recipe.Baseline is { } baseline)
            Append(yaml.Append("baseline:\n"), baseline);
        if (recipe.Branches is { } branches)
        {
            Append(yaml.Append("branches:\n"), branches);
            yaml.Append($"  weights: [{string.Join(", ", branches.Weights)}]\n  policy: {branches.Policy}\n");
        }

        if (recipe.MaxAccuracyDrop is { } drop)
            yaml.Append($"calibration:\n  max_accuracy_drop: {drop}\n");
        return yaml.ToString();
    }

    private static void Append(StringBuilder yaml, BaselineStage stage) => yaml.Append(
        $"  epochs: {stage.Epochs}\n  batch: {stage.Batch}\n  learning_rate: {stage.LearningRate}\n  schedule: {stage.Schedule}\n  shift: {stage.Shift}\n");
}
