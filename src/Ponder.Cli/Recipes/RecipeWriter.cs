using System.Text;
using Ponder.EarlyExit;
using Ponder.Halting;

namespace Ponder.Cli.Recipes;

/// <summary>Writes the recipe that a run really followed, options of the command line and defaults included.</summary>
internal static class RecipeWriter
{
    public static string Write(Recipe recipe)
    {
        var yaml = new StringBuilder();
        AppendText(yaml, "network", recipe.Network);
        AppendText(yaml, "model", recipe.Model);
        AppendText(yaml, "init", recipe.Init);
        AppendText(yaml, "data", recipe.Data);
        yaml.Append($"seed: {recipe.Seed}\n");
        AppendText(yaml, "test", recipe.Test);
        if (recipe.Baseline is { } baseline)
            Append(yaml.Append("baseline:\n"), baseline);
        if (recipe.Heads is { } heads)
            Append(yaml.Append("heads:\n"), heads);
        if (recipe.Branches is { } branches)
            AppendBranches(yaml, branches);
        if (recipe.Control is { } control)
            AppendControl(yaml, control);
        if (recipe.Choices is { } choices)
            AppendChoices(yaml, choices);
        if (recipe.Halting is { } halting)
            AppendHalting(yaml, halting);
        if (recipe.Calibration is { } calibration)
            AppendCalibration(yaml, calibration);
        return yaml.ToString();
    }

    // Paths may hold anything; between single quotes only the quote itself means something.
    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void AppendText(StringBuilder yaml, string key, string? text)
    {
        if (text is not null)
            yaml.Append($"{key}: {Quote(text)}\n");
    }

    private static void Append(StringBuilder yaml, TrainingStage stage) => yaml
        .Append($"  epochs: {stage.Epochs}\n  batch: {stage.Batch}\n  learning_rate: {stage.LearningRate}\n  schedule: {stage.Schedule}\n")
        .Append($"  shift: {stage.Shift}\n  flip: {Word(stage.Flip)}\n  optimizer: {stage.Optimizer}\n  momentum: {stage.Momentum}\n")
        .Append($"  weight_decay: {stage.WeightDecay}\n  precision: {stage.Precision}\n  label_smoothing: {stage.LabelSmoothing}\n");

    private static void AppendBranches(StringBuilder yaml, BranchStage branches)
    {
        Append(yaml.Append("branches:\n"), branches);
        yaml.Append($"  weights: [{string.Join(", ", branches.Weights)}]\n  policy: {branches.Policy}\n  trunk: {branches.Trunk}\n  start: {branches.Start}\n");
        AppendDistillation(yaml, branches.Distillation);
        yaml.Append($"  defend: {Word(branches.Defend)}\n  carry: {branches.Carry}\n  equilibrium: {Word(branches.Equilibrium)}\n");
        if (branches.ArrivalFloor is { } floor)
            yaml.Append($"  arrival_floor: {floor}\n");
        if (branches.Learned is { } learned)
            AppendLearned(yaml, learned);
        if (branches.Exits is not { } exits)
            return;
        yaml.Append("  exits:\n");
        foreach (var exit in exits)
            yaml.Append($"    - after: {Quote(exit.After)}\n      head: {{type: {exit.Head.Name}{Layers(exit.Head)}}}\n");
    }

    private static string Layers(IExitHead head) => head switch
    {
        ConvolutionalHead { Layers: var layers, Normalized: var normalized } => $", normalized: {Word(normalized)}, layers: [{string.Join(", ", layers.Select(
            layer => $"{{channels: {layer.Channels}, kernel: {layer.Kernel}, padding: {layer.Padding}, stride: {layer.Stride}, pool: {layer.Pool}}}"))}]",
        ResidualHead { Stages: var stages } => $", stages: [{string.Join(", ", stages.Select(
            stage => $"{{channels: {stage.Channels}, blocks: {stage.Blocks}, stride: {stage.Stride}}}"))}]",
        _ => "",
    };

    private static void AppendLearned(StringBuilder yaml, LearnedSetting learned) => yaml
        .Append($"  learned:\n    {(learned.Budget is { } budget ? $"budget: {budget}" : $"cost_weight: {learned.CostWeight}")}\n    cost: {learned.Cost}\n")
        .Append($"    weight: {learned.Weight}\n    features: {learned.Features}\n    alternation: {learned.Alternation}\n");

    private static void AppendControl(StringBuilder yaml, ControlStage control)
    {
        Append(yaml.Append("control:\n"), control);
        yaml.Append($"  method: {control.Method}\n  {(control.Method == "gumbel" ? "budget" : "accuracy_share")}: [{string.Join(", ", control.Points)}]\n")
            .Append($"  metric: {control.Metric}\n  reward: {control.Reward}\n  bag: {control.Bag}\n  warmup: {control.Warmup}\n  exploration: {control.Exploration}\n")
            .Append($"  final_exploration: {control.FinalExploration}\n  weight: {control.Weight}\n  start: {control.Start}\n  max_drop: {control.MaxDrop}\n");
        if (control.Superclasses is { } superclasses)
        {
            yaml.Append($"  superclasses:\n    control: {Quote(superclasses.Control)}\n    classes: [{string.Join(", ", superclasses.Classes.Select(
                names => $"[{string.Join(", ", names.Select(Quote))}]"))}]\n");
        }
    }

    private static void AppendChoices(StringBuilder yaml, ChoicesStage choices)
    {
        Append(yaml.Append("choices:\n"), choices);
        yaml.Append($"  accuracy_share: [{string.Join(", ", choices.Points)}]\n");
    }

    private static void AppendHalting(StringBuilder yaml, HaltingStage halting)
    {
        Append(yaml.Append("halting:\n"), halting);
        yaml.Append($"  kind: {Word(halting.Kind)}\n  score_rate: {halting.ScoreRate}\n  start: {halting.Start}\n  max_drop: {halting.MaxDrop}\n  split: {Quote(halting.Split)}\n");
        AppendDistillation(yaml, halting.Distillation);
        if (halting.InitialBias is { } bias)
            yaml.Append($"  initial_bias: {bias}\n");
        yaml.Append(halting.Kind == HaltingKind.Mask
            ? $"  budget: [{string.Join(", ", halting.Points)}]\n"
            : $"  ponder_weight: [{string.Join(", ", halting.Points)}]\n  ramp: {halting.Ramp}\n  cost: {Word(halting.Cost)}\n  epsilon: {halting.Epsilon}\n");
    }

    private static void AppendDistillation(StringBuilder yaml, DistillationSetting? distillation)
    {
        if (distillation is not null)
            yaml.Append($"  distillation: {{weight: {distillation.Weight}, temperature: {distillation.Temperature}}}\n");
    }

    private static void AppendCalibration(StringBuilder yaml, CalibrationStage calibration)
    {
        yaml.Append(calibration.MaxAccuracyDrop is { } drop
            ? $"calibration:\n  max_accuracy_drop: {drop}\n"
            : $"calibration:\n  max_macs: {calibration.MaxMacs}\n");
        yaml.Append($"  split: {Quote(calibration.Split)}\n");
    }

    private static string Word(Enum value) => $"{value}".ToLowerInvariant();

    private static string Word(bool flag) => flag ? "true" : "false";
}
