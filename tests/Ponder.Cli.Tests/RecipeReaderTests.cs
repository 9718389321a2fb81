using Ponder.Cli.Recipes;

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

    [Fact]
    public void LoadEmbedded_Quickstart_IsTheBranchyLeNetOnMnist()
    {
        var recipe = RecipeReader.LoadEmbedded();

        Assert.Equal(("b-lenet", "mnist"), (recipe.Network, recipe.Data));
        Assert.NotNull(recipe.Baseline);
        Assert.NotNull(recipe.MaxAccuracyDrop);
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

    [Theory]
    [InlineData("seed: 3", "seed: three", "r.yaml: line 3: seed: expected a whole number from 0 to 2147483647, got three")]
    [InlineData("epochs: 2", "epochs: 0", "line 5: branches.epochs: expected a whole number from 1 to 10000, got 0")]
    [InlineData("policy:", "polyci:", "line 11: expected one of branches.epochs")]
    [InlineData("seed: 3", "seed: 3\nspeed: 4", "line 4: expected one of network, data, seed")]
    [InlineData("learning_rate: 0.001", "learning_rate: .nan", "line 7: branches.learning_rate: expected a number above 0")]
    [InlineData("[1, 0.3]", "[1]", "line 10: branches.weights: expected 2 weights")]
    [InlineData("[1, 0.3]", "[0, 0]", "line 10: branches.weights: expected 2 weights from 0 to 100, not all 0")]
    [InlineData("b-lenet", "lenet", "expected neither branches nor calibration for network lenet")]
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
