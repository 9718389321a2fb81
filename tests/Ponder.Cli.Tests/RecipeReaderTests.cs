using Ponder.Cli.Recipes;
using Ponder.EarlyExit;
using Ponder.Tests;

namespace Ponder.Cli.Tests;

public sealed class RecipeReaderTests
{
    private const string Valid = """
        network: b-lenet
        data: mnist
        seed: 3
        branches:
          epochs: 2
          batch: 64
          learning_rate: 0.001
          schedule: constant
          shift: 0
          weights: [1, 0.3]
          policy: entropy
        """;

    private const string Everything = """
        network: resnet20
        data: cifar-10
        seed: 3
        test: test[5000:10000]
        baseline:
          epochs: 2
          batch: 64
          learning_rate: 0.1
          schedule: one-cycle
          shift: 4
          flip: true
          optimizer: sgd
          momentum: 0.8
          weight_decay: 0.0005
          precision: bfloat16
          label_smoothing: 0.1
        branches:
          epochs: 2
          batch: 64
          learning_rate: 0.1
          schedule: cosine
          shift: 4
          weights: [1, 1, 1, 1]
          policy: learned
          learned: {budget: 0.5, cost: time, weight: 2, features: trunk, alternation: 100}
          carry: 0.5
          arrival_floor: 0.1
          equilibrium: true
          trunk: frozen
          start: trunk
          distillation: {weight: 0.5, temperature: 2}
          defend: true
          exits:
            - {after: block1, head: {type: pooled-linear}}
            - {after: block2, head: {type: convolutional, normalized: true, layers: [{channels: 64, kernel: 5, padding: 2, stride: 2, pool: 3}]}}
            - {after: "it's", head: {type: residual, stages: [{channels: 32, blocks: 2}, {channels: 64, blocks: 1, stride: 1}]}}
        calibration:
          max_macs: 500000
          split: test[0:5000]
        """;

    [Fact]
    public void LoadEmbedded_Quickstart_IsTheBranchyLeNetOnMnist()
    {
        var recipe = RecipeReader.LoadEmbedded();

        Assert.Equal(("b-lenet", "mnist"), (recipe.Network, recipe.Data));
        Assert.NotNull(recipe.Baseline);
        Assert.NotNull(recipe.Calibration!.MaxAccuracyDrop);
    }

    [Fact]
    public void Parse_Valid_ReadsEveryKey()
    {
        var recipe = RecipeReader.Parse(Valid, "r.yaml");

        Assert.Equal(3, recipe.Seed);
        Assert.Null(recipe.Baseline);
        Assert.Equal([1, 0.3], recipe.Branches!.Weights);
        Assert.Equal((2, 64, 0.001, "constant"), (recipe.Branches.Epochs, recipe.Branches.Batch, recipe.Branches.LearningRate, recipe.Branches.Schedule));
    }

    [Fact]
    public void Write_ThenParse_GivesTheSameRecipe()
    {
        var recipe = RecipeReader.LoadEmbedded();
        string yaml = RecipeWriter.Write(recipe);

        Assert.Equal(yaml, RecipeWriter.Write(RecipeReader.Parse(yaml, "copy")));
    }

    [Fact]
    public void Parse_EveryKey_SurvivesWriting()
    {
        var recipe = RecipeReader.Parse(Everything, "r.yaml");
        string yaml = RecipeWriter.Write(recipe);
        var copy = RecipeReader.Parse(yaml, "copy");

        Assert.Equal(yaml, RecipeWriter.Write(copy));
        Assert.Equal(("sgd", 0.8, 0.0005, "bfloat16", true, 0.1, "one-cycle"), (copy.Baseline!.Optimizer, copy.Baseline.Momentum, copy.Baseline.WeightDecay,
            copy.Baseline.Precision, copy.Baseline.Flip, copy.Baseline.LabelSmoothing, copy.Baseline.Schedule));
        Assert.Equal((new DistillationSetting(0.5, 2), true, "frozen", "trunk", "learned"), (copy.Branches!.Distillation, copy.Branches.Defend, copy.Branches.Trunk, copy.Branches.Start, copy.Branches.Policy));
        Assert.Equal((500_000, "test[0:5000]", "test[5000:10000]"), (copy.Calibration!.MaxMacs, copy.Calibration.Split, copy.Test));
    }

    [Fact]
    public void Parse_LearnedExits_SurviveWriting()
    {
        var copy = RecipeReader.Parse(RecipeWriter.Write(RecipeReader.Parse(Everything, "r.yaml")), "copy").Branches!;

        Assert.Equal(new LearnedSetting(null, 0.5) { Cost = "time", Weight = 2, Features = "trunk", Alternation = 100 }, copy.Learned);
        Assert.Equal((0.5, 0.1, true), (copy.Carry, copy.ArrivalFloor, copy.Equilibrium));
    }

    [Theory]
    [InlineData("policy: entropy\n  learned: {cost_weight: 1}")]
    [InlineData("policy: learned")]
    [InlineData("policy: learned\n  learned: {cost_weight: 1, budget: 0.5}")]
    [InlineData("policy: learned\n  learned: {cost_weight: 0}")]
    public void Parse_LearnedExitsThatDoNotFit_AreRefused(string policy) => Assert.Contains(
        "learned", Assert.Throws<RecipeException>(() => RecipeReader.Parse(Valid.Replace("policy: entropy", policy, StringComparison.Ordinal), "r.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Exits_SurviveWriting()
    {
        var exits = RecipeReader.Parse(RecipeWriter.Write(RecipeReader.Parse(Everything, "r.yaml")), "copy").Branches!.Exits!;

        Assert.Equal(["block1", "block2", "it's"], exits.Select(exit => exit.After));
        Assert.IsType<PooledLinearHead>(exits[0].Head);
        Assert.Equal(new HeadConvolution(64, 5, 2, 2, 3), Assert.Single(Assert.IsType<ConvolutionalHead>(exits[1].Head).Layers));
        Assert.Equal([new HeadStage(32, 2), new HeadStage(64, 1, 1)], Assert.IsType<ResidualHead>(exits[2].Head).Stages);
    }

    [Fact]
    public void Parse_Model_IsFoundBesideTheRecipe()
    {
        using var folder = new ScratchFolder();
        string model = folder.Write("it's a trunk.onnx", "anything");
        string yaml = Everything.Replace("network: resnet20", "model: it's a trunk.onnx", StringComparison.Ordinal);

        var recipe = RecipeReader.Parse(yaml, folder.File("r.yaml"));

        Assert.Equal((model, "it's a trunk"), (recipe.Model, recipe.Title));
        Assert.Equal(model, RecipeReader.Parse(RecipeWriter.Write(recipe), "elsewhere.yaml").Model);
    }

    public static TheoryData<string> Recipes() =>
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "recipes"), "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(RepositoryFolder.Root, file))];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Parse_RecipeOfTheRepository_SurvivesWriting(string path)
    {
        using var folder = new ScratchFolder();
        foreach (string place in new[] { "models", "recipes/papers" })
            Directory.CreateDirectory(folder.File(place));
        folder.Write("models/b-resnet110-cifar10.onnx", "anything");
        folder.Write("recipes/papers/resnet56-cifar10.onnx", "anything");
        string yaml = RecipeWriter.Write(RecipeReader.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Root, path)), folder.File("recipes/papers/r.yaml")));

        Assert.Equal(yaml, RecipeWriter.Write(RecipeReader.Parse(yaml, "copy")));
    }

    [Theory]
    [InlineData("seed: 3", "seed: three", "r.yaml: line 3: seed: expected a whole number from 0 to 2147483647, got three")]
    [InlineData("epochs: 2", "epochs: 0", "line 5: branches.epochs: expected a whole number from 1 to 10000, got 0")]
    [InlineData("policy:", "polyci:", "line 11: expected one of branches.epochs")]
    [InlineData("seed: 3", "seed: 3\nspeed: 4", "line 4: expected one of network, model, init, data, seed")]
    [InlineData("learning_rate: 0.001", "learning_rate: .nan", "line 7: branches.learning_rate: expected a number above 0")]
    [InlineData("[1, 0.3]", "[1]", "line 10: branches.weights: expected 2 weights")]
    [InlineData("[1, 0.3]", "[0, 0]", "line 10: branches.weights: expected 2 weights from 0 to 100, not all 0")]
    [InlineData("b-lenet", "lenet", "expected branches.exits for lenet, which has no branches of its own")]
    [InlineData("network: b-lenet", "network: resnet21", "line 1: network: expected lenet, alexnet, resnetN with N = 6n + 2")]
    [InlineData("network: b-lenet", "init: nowhere.onnx", "line 1: expected either network or model")]
    [InlineData("network: b-lenet", "network: b-lenet\nmodel: nowhere.onnx", "line 2: model: expected a file beside the recipe")]
    [InlineData("seed: 3", "seed: 3\ntest: test[1", "line 4: test: expected NAME or NAME[a:b]")]
    [InlineData("shift: 0", "shift: 0\n  optimizer: lion", "line 10: branches.optimizer: expected adam or sgd, got lion")]
    [InlineData("shift: 0", "shift: 0\n  defend: true", "line 5: branches: expected distillation beside defend")]
    [InlineData("shift: 0", "shift: 0\n  distillation: {temperature: 2}", "distillation: expected a weight, got none")]
    [InlineData("shift: 0", "shift: 0\n  exits: [{after: relu1}]", "branches.exits[0]: expected a head, got none")]
    [InlineData("shift: 0", "shift: 0\n  exits: [{after: relu1, head: {type: residual}}]", "branches.exits[0].head: expected stages, got none")]
    [InlineData("shift: 0", "shift: 0\n  exits: []", "branches.exits: expected a list of mappings")]
    [InlineData("seed: 3", "seed: 3\ncalibration: {max_macs: 5, max_accuracy_drop: 0}", "line 4: calibration: expected either max_accuracy_drop or max_macs")]
    [InlineData("seed: 3", "seed: 3\ncalibration: {max_macs: 5, split: 'test[0:10]'}", "expected a test split without samples that calibrate, got test beside test[0:10]")]
    [InlineData("network: b-lenet", "network: [", "expected YAML")]
    [InlineData("data: mnist", "data: mnist\ndata: mnist", "line 3")]
    public void Parse_Fault_SaysLineExpectedAndGot(string from, string to, string expected)
    {
        string yaml = Valid.Replace(from, to, StringComparison.Ordinal);

        Assert.Contains(expected, Assert.Throws<RecipeException>(() => RecipeReader.Parse(yaml, "r.yaml")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralFaults_ReportsAll()
    {
        string yaml = Valid.Replace("epochs: 2", "epochs: x", StringComparison.Ordinal).Replace("batch: 64", "batch: y", StringComparison.Ordinal);

        Assert.Equal(2, Assert.Throws<RecipeException>(() => RecipeReader.Parse(yaml, "r.yaml")).Faults.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("text")]
    public void Parse_NoMapping_IsRefused(string yaml) => Assert.Throws<RecipeException>(() => RecipeReader.Parse(yaml, "r.yaml"));
}
