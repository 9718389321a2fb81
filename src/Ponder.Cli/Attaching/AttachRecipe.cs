using System.Globalization;
using Ponder.Cli.Recipes;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Cli.Attaching;

/// <summary>Turns a request into a recipe, so that exits are trained, calibrated and reported as every other experiment.</summary>
internal static class AttachRecipe
{
    private const int MaxExits = 20;
    private const int MaxShift = 4; // pixels, as is usual at 32
    private const int ShiftsPerSide = 8;
    private const int HeadEpochsPerJointEpoch = 5; // an epoch of the whole network takes as long as several of the heads

    /// <summary>The recipe for a trunk that lies in a file.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="trunkFile">Where it will lie.</param>
    /// <param name="places">Where exits may leave; asked for when the request does not name them.</param>
    /// <exception cref="ModelFormatException">The exits cannot be where they are asked for.</exception>
    /// <exception cref="CommandException">The splits share samples.</exception>
    public static Recipe Of(AttachRequest request, GatedGraph trunk, string trunkFile, Func<IReadOnlyList<CutTensor>> places)
    {
        if (SplitReader.Overlap(request.Split, request.Test))
            throw new CommandException($"--test: expected a split without samples that calibrate, got {request.Test} beside {request.Split}");
        var branches = int.TryParse(request.Exits, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count is >= 1 and <= MaxExits ? ExitProposer.Propose(trunk, count, places()) : throw new CommandException($"--exits: expected 1 to {MaxExits} exits, got {count}")
            : ExitProposer.Propose(trunk, request.Exits.Split(','));
        var heads = Heads(request, trunk);
        return new Recipe
        {
            Model = Path.GetFullPath(trunkFile),
            Data = request.Data,
            Seed = request.Seed,
            Test = request.Test,
            Heads = request.IsJoint ? heads : null,
            Branches = Branches(request.IsJoint ? Small(heads) : heads, branches, request.IsJoint),
            Calibration = new CalibrationStage { MaxAccuracyDrop = request.MaxAccuracyDrop, Split = request.Split },
        };
    }

    // As in the recipes for ResNets: heads start from layers of the trunk and take large steps.
    private static TrainingStage Heads(AttachRequest request, GatedGraph trunk)
    {
        var input = trunk.Inputs[0].Shape;
        return new TrainingStage
        {
            Epochs = request.Epochs,
            Batch = 128,
            LearningRate = 0.05,
            Schedule = "one-cycle",
            Shift = Math.Min(MaxShift, Math.Min(input[2], input[3]) / ShiftsPerSide),
            Flip = input[1] == 3,
            Optimizer = "sgd",
            WeightDecay = 0.0005,
            Precision = "bfloat16",
        };
    }

    // A trained trunk takes small steps: large ones cost it more than exits that know it better give back.
    private static TrainingStage Small(TrainingStage heads) => heads with
    {
        Epochs = Math.Max(1, heads.Epochs / HeadEpochsPerJointEpoch),
        LearningRate = 0.002,
        Schedule = "cosine",
    };

    private static BranchStage Branches(TrainingStage stage, IReadOnlyList<ExitBranch> branches, bool isJoint) => new(stage)
    {
        Weights = [.. branches.Select(_ => 1.0), isJoint ? 1 : 0],
        Policy = "confidence",
        Exits = branches,
        Start = "trunk",
        Trunk = isJoint ? "joint" : "frozen",
        Distillation = isJoint ? new DistillationSetting(Weight: 0.5, Temperature: 2) : null,
        Defend = isJoint,
    };
}
