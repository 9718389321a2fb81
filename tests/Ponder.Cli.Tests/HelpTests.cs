namespace Ponder.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("ponder")]
    [InlineData("quickstart")]
    [InlineData("data")]
    [InlineData("data-get")]
    [InlineData("data-list")]
    [InlineData("train")]
    [InlineData("attach")]
    [InlineData("cascade")]
    [InlineData("calibrate")]
    [InlineData("evaluate")]
    [InlineData("benchmark")]
    [InlineData("predict")]
    [InlineData("maps")]
    [InlineData("inspect")]
    [InlineData("export")]
    [InlineData("serve")]
    [InlineData("report")]
    [InlineData("compare")]
    public async Task Help_OfEveryVerb_IsAsApproved(string verb)
    {
        string[] words = verb == "ponder" ? [] : verb.Split('-');
        var run = await CommandRun.Of([.. words, "--help"]);

        Assert.Equal(ExitCodes.Done, run.Code);
        Snapshot.AssertEqual("help." + verb, run.Output);
    }

    [Fact]
    public async Task Run_WithoutVerb_ShowsHelp()
    {
        var run = await CommandRun.Of();

        Assert.Equal((await CommandRun.Of("--help")).Output, run.Output);
    }

    [Fact]
    public async Task Run_UnknownVerb_IsRefused() => (await CommandRun.Of("think")).AssertRefused("think", "ponder --help");

    [Fact]
    public async Task Run_MissingArgument_IsRefusedWithTheVerbsHelp() =>
        (await CommandRun.Of("inspect")).AssertRefused("ponder inspect --help");
}
