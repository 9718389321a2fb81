using Ponder.Cli.Recipes;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Turns a recipe's words into what trainers understand.</summary>
internal static class StageOptions
{
    /// <summary>The options of a stage.</summary>
    /// <param name="stage">What the recipe says.</param>
    /// <param name="seed">The recipe's.</param>
    /// <param name="threads">Threads of an operator.</param>
    public static TrainingOptions Of(TrainingStage stage, int seed, int threads)
    {
        var branches = stage as BranchStage;
        var distillation = branches?.Distillation ?? (stage as HaltingStage)?.Distillation;
        return new TrainingOptions
        {
            Epochs = stage.Epochs,
            BatchSize = stage.Batch,
            Optimizer = stage.Optimizer == "sgd" ? OptimizerKind.Sgd : OptimizerKind.Adam,
            LearningRate = stage.LearningRate,
            Momentum = stage.Momentum,
            WeightDecay = stage.WeightDecay,
            Schedule = stage.Schedule switch
            {
                "cosine" => LearningRateSchedule.Cosine,
                "one-cycle" => LearningRateSchedule.OneCycle,
                _ => LearningRateSchedule.Constant,
            },
            Precision = stage.Precision == "bfloat16" ? Precision.BFloat16 : Precision.Float32,
            LabelSmoothing = stage.LabelSmoothing,
            MaxShift = stage.Shift,
            Flip = stage.Flip,
            ExitWeights = branches?.Weights ?? [],
            ArrivalFloor = branches?.ArrivalFloor,
            GradientEquilibrium = branches?.Equilibrium ?? false,
            DistillationWeight = distillation?.Weight ?? 0,
            DistillationTemperature = distillation?.Temperature ?? new TrainingOptions().DistillationTemperature,
            Seed = seed,
            Threads = threads,
            Halting = (stage as HaltingStage) is { } halting ? new HaltingTrainingOptions { RampShare = halting.Ramp, ScoreRate = halting.ScoreRate, Cost = halting.Cost } : null, // of one point, too
            Control = (stage as ControlStage) is { } control ? Control(control) : null,
        };
    }

    // Of one point: the caller says which.
    private static ControlOptions Control(ControlStage stage) => new()
    {
        Method = stage.Method == "gumbel" ? ControlMethod.Gumbel : ControlMethod.QLearning,
        Metric = stage.Reward switch
        {
            "f1" => RewardMetric.F1,
            "probability" => RewardMetric.Probability,
            _ => RewardMetric.Accuracy,
        },
        BagSize = stage.Bag,
        WarmupShare = stage.Warmup,
        Exploration = stage.Exploration,
        FinalExploration = stage.FinalExploration,
        Weight = stage.Weight,
    };
}
