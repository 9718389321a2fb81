using Ponder.EarlyExit;
using Ponder.Halting;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Recipes;

/// <summary>Reads the stages of a recipe.</summary>
internal static class StageReader
{
    private const int MaxEpochs = 10_000;
    private const int MaxBatch = 65_536;
    private const int MaxShift = 16;
    private const double MaxTemperature = 100;
    private const double MaxPonderWeight = 100;
    private const double MaxBias = 100;
    private const double MaxScoreRate = 1000;
    private const double MaxCostWeight = 100;
    private const int MaxAlternation = 100_000;

    /// <summary>Training of the trunk alone, or of the heads alone.</summary>
    public static TrainingStage Plain(RecipeSection section)
    {
        var stage = Training(section);
        section.RefuseUnknownKeys();
        return stage;
    }

    /// <summary>Joint training of all exits.</summary>
    /// <param name="section">The mapping.</param>
    /// <param name="ownBranches">Early exits that the network has by itself.</param>
    public static BranchStage Branches(RecipeSection section, int ownBranches)
    {
        var training = Training(section);
        var exits = ExitReader.Read(section.Sections("exits"));
        var stage = new BranchStage(training)
        {
            Weights = section.Weights("weights", (exits?.Count ?? ownBranches) + 1),
            Policy = section.Choice("policy", ExitPolicies.Names),
            Learned = Learned(section.Section("learned")),
            Carry = section.Fraction("carry") ?? 0,
            ArrivalFloor = section.Fraction("arrival_floor"),
            Equilibrium = section.Flag("equilibrium"),
            Exits = exits,
            Start = section.Choice("start", ["random", "trunk"], fallback: "random"),
            Trunk = section.Choice("trunk", ["joint", "frozen"], fallback: "joint"),
            Distillation = Distillation(section.Section("distillation")),
            Defend = section.Flag("defend"),
        };
        if (stage.Policy == LearnedExitPolicy.PolicyName != (stage.Learned is not null))
            section.Refuse($"expected learned beside policy learned and no other, got policy {stage.Policy} {(stage.Learned is null ? "without" : "with")} it");
        if (stage.Defend && stage.Distillation is null)
            section.Refuse("expected distillation beside defend, got none");
        section.RefuseUnknownKeys();
        return stage;
    }

    /// <summary>Training of a control graph.</summary>
    public static ControlStage Control(RecipeSection section)
    {
        var training = Training(section);
        string method = section.Choice("method", ["q-learning", "gumbel"], fallback: "q-learning");
        string metric = section.Choice("metric", ["accuracy", "f1"], fallback: "accuracy");
        var stage = new ControlStage(training)
        {
            Method = method,
            Points = section.Fractions(method == "gumbel" ? "budget" : "accuracy_share"),
            Metric = metric,
            Reward = section.Choice("reward", ["accuracy", "probability", "f1"], fallback: metric),
            Bag = section.Integer("bag", 1, training.Batch, fallback: 1),
            Warmup = section.Fraction("warmup") ?? 0.3,
            Exploration = section.Fraction("exploration") ?? 0.5,
            FinalExploration = section.Fraction("final_exploration") ?? 0.05,
            Weight = section.Has("weight") ? section.Number("weight", above: 0, maximum: 100) : 1,
            Start = section.Choice("start", ["random", "static"], fallback: "random"),
            Superclasses = Superclasses(section.Section("superclasses")),
            MaxDrop = section.Fraction("max_drop") ?? 0.005,
        };
        if (stage is { Reward: "f1", Bag: 1 } && method == "q-learning")
            section.Refuse("expected a bag of 2 samples or more beside reward f1, got 1");
        if (stage.Warmup >= 1)
            section.Refuse("expected a warmup below 1, got 1");
        section.RefuseUnknownKeys();
        return stage;
    }

    /// <summary>Training of a control graph's choices alone.</summary>
    public static ChoicesStage Choices(RecipeSection section)
    {
        var stage = new ChoicesStage(Training(section)) { Points = section.Fractions("accuracy_share") };
        section.RefuseUnknownKeys();
        return stage;
    }

    /// <summary>Training of units that halt.</summary>
    public static HaltingStage Halting(RecipeSection section)
    {
        var stage = new HaltingStage(Training(section))
        {
            Kind = Enum.Parse<HaltingKind>(section.Choice("kind", ["image", "position", "mask"], fallback: "position"), ignoreCase: true),
            InitialBias = section.Has("initial_bias") ? section.Number("initial_bias", above: -MaxBias, maximum: MaxBias) : null,
            ScoreRate = section.Has("score_rate") ? section.Number("score_rate", above: 0, maximum: MaxScoreRate) : 1,
            Start = section.Choice("start", ["network", "previous"], fallback: "network"),
            Distillation = Distillation(section.Section("distillation")),
            MaxDrop = section.Fraction("max_drop") ?? 0.005,
            Split = SplitReader.Read(section, "split", fallback: "calibration"),
        };
        stage = stage.Kind == HaltingKind.Mask ? stage with { Points = section.Fractions("budget") } : Pondering(section, stage);
        section.RefuseUnknownKeys();
        return stage;
    }

    private static HaltingStage Pondering(RecipeSection section, HaltingStage stage)
    {
        stage = stage with
        {
            Points = section.Numbers("ponder_weight", MaxPonderWeight),
            Ramp = section.Fraction("ramp") ?? 0,
            Cost = Enum.Parse<HaltingCost>(section.Choice("cost", ["units", "macs"], fallback: "units"), ignoreCase: true),
            Epsilon = section.Fraction("epsilon") ?? stage.Epsilon,
        };
        if (stage.Epsilon is 0 or 1)
            section.Refuse($"expected an epsilon above 0, below 1, got {stage.Epsilon}");
        return stage;
    }

    /// <summary>How thresholds are chosen.</summary>
    public static CalibrationStage Calibration(RecipeSection section)
    {
        var stage = new CalibrationStage
        {
            MaxAccuracyDrop = section.Fraction("max_accuracy_drop"),
            MaxMacs = section.Positive("max_macs"),
            Split = SplitReader.Read(section, "split", fallback: "calibration"),
        };
        if (section.Has("max_accuracy_drop") == section.Has("max_macs"))
            section.Refuse("expected either max_accuracy_drop or max_macs");
        section.RefuseUnknownKeys();
        return stage;
    }

    private static TrainingStage Training(RecipeSection section) => new()
    {
        Epochs = section.Integer("epochs", 1, MaxEpochs),
        Batch = section.Integer("batch", 1, MaxBatch),
        LearningRate = section.Number("learning_rate", above: 0, maximum: 1),
        Schedule = section.Choice("schedule", ["constant", "cosine", "one-cycle"]),
        Shift = section.Integer("shift", 0, MaxShift),
        Flip = section.Flag("flip"),
        Optimizer = section.Choice("optimizer", ["adam", "sgd"], fallback: "adam"),
        Momentum = section.Fraction("momentum") ?? 0.9,
        WeightDecay = section.Fraction("weight_decay") ?? 0,
        Precision = section.Choice("precision", ["float32", "bfloat16"], fallback: "float32"),
        LabelSmoothing = section.Fraction("label_smoothing") ?? 0,
    };

    private static SuperclassSetting? Superclasses(RecipeSection? section)
    {
        if (section is null)
            return null;
        var setting = new SuperclassSetting(section.Text("control", "the name of a control node"), section.Lists("classes"));
        section.RefuseUnknownKeys();
        return setting;
    }

    private static LearnedSetting? Learned(RecipeSection? section)
    {
        if (section is null)
            return null;
        if (section.Has("cost_weight") == section.Has("budget"))
            section.Refuse("expected either cost_weight or budget");
        var setting = new LearnedSetting(
            section.Has("cost_weight") ? section.Number("cost_weight", above: 0, maximum: MaxCostWeight) : null,
            section.Has("budget") ? section.Number("budget", above: 0, maximum: 1) : null)
        {
            Cost = section.Choice("cost", ["macs", "time"], fallback: "macs"),
            Weight = section.Has("weight") ? section.Number("weight", above: 0, maximum: 100) : 1,
            Features = section.Choice("features", ["confidence", "trunk"], fallback: "confidence"),
            Alternation = section.Integer("alternation", 0, MaxAlternation, fallback: 0),
        };
        section.RefuseUnknownKeys();
        return setting;
    }

    private static DistillationSetting? Distillation(RecipeSection? section)
    {
        if (section is null)
            return null;
        if (!section.Has("weight"))
            section.Refuse("expected a weight, got none");
        var setting = new DistillationSetting(section.Fraction("weight") ?? 0, section.Number("temperature", above: 0, MaxTemperature));
        section.RefuseUnknownKeys();
        return setting;
    }
}
