using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class FeedValidatorTests
{
    private static readonly GatedGraph Network = ThreeExitNetwork.Build();

    [Fact]
    public void Validate_InputAndThresholdPerSample_GivesTheBatch()
    {
        var feeds = new Dictionary<string, HostTensor>
        {
            ["x"] = HostTensor.Of(new float[18], 3, 6),
            ["exit1.threshold"] = HostTensor.Of(new float[3], 3, 1),
            ["exit2.threshold"] = HostTensor.Of(new float[1], 1),
        };

        Assert.Equal(3, FeedValidator.Validate(Network, feeds));
    }

    [Theory]
    [InlineData("typo", new[] { 2, 6 }, "feed 'typo': expected a tensor of three exits, got an unknown name")]
    [InlineData("x", new[] { 2, 5 }, "input 'x': expected Float32 [N, 6], got Float32 [2, 5]")]
    [InlineData("x", new[] { 6 }, "input 'x': expected Float32 [N, 6], got Float32 [6]")]
    [InlineData("x", new int[0], "input 'x': expected Float32 [N, 6], got Float32 []")]
    [InlineData("x", new[] { 0, 6 }, "input 'x': expected at least one sample, got Float32 [0, 6]")]
    [InlineData("exit1.accept", new[] { 1, 1 }, "feed 'exit1.accept': expected Boolean [N, 1], got Float32 [1, 1]")]
    [InlineData("exit1.threshold", new[] { 2, 2 }, "feed 'exit1.threshold': expected Float32 [1], got Float32 [2, 2]")]
    public void Validate_WrongFeed_SaysWhereExpectedGot(string name, int[] shape, string message)
    {
        var feed = HostTensor.Of(new float[shape.Aggregate(1, (product, size) => product * size)], shape);

        var error = Assert.Throws<ArgumentException>(() => FeedValidator.Validate(Network, new Dictionary<string, HostTensor> { [name] = feed }));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_BatchesThatDiffer_Throws()
    {
        var feeds = new Dictionary<string, HostTensor>
        {
            ["x"] = HostTensor.Of(new float[18], 3, 6),
            ["exit1.threshold"] = HostTensor.Of(new float[2], 2, 1),
        };

        Assert.Throws<ArgumentException>(() => FeedValidator.Validate(Network, feeds));
    }

    [Fact]
    public void ValidateOutputs_Unknown_Throws()
    {
        Assert.Throws<ArgumentException>(() => FeedValidator.ValidateOutputs(Network, ["logits", "typo"]));
    }
}
