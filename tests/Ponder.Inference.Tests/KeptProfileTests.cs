using Ponder.EarlyExit;
using Ponder.Inference.Deadlines;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

public sealed class KeptProfileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ponder-profile-");
    private readonly string _model;

    public KeptProfileTests()
    {
        _model = Path.Combine(_folder.FullName, "model.onnx");
        LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(1)).Save(_model);
    }

    private string Kept => _model + DeadlineProfile.FileSuffix;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ReadOrMeasure_SecondTime_IsRead()
    {
        var first = Of();

        Assert.Equal(first.AnswerMs, Of().AnswerMs); // nothing takes exactly as long twice
        Assert.Equal(Kept, Assert.Single(_folder.GetFiles("*.json*")).FullName);
    }

    [Theory]
    [InlineData("machine")]
    [InlineData("model")]
    [InlineData("quantile")]
    [InlineData("broken file")]
    public void ReadOrMeasure_AnythingElseThanWasMeasured_IsMeasuredAnew(string what)
    {
        var first = Of();
        if (what == "model")
            LeNet.BuildBranchy(seed: 6, new EntropyExitPolicy(1)).Save(_model);
        if (what == "broken file")
            File.WriteAllText(Kept, "{");

        var second = Of(what == "machine" ? "there" : "here", what == "quantile" ? 0.5 : 0.9);

        Assert.NotEqual(first.AnswerMs, second.AnswerMs);
        Assert.Equal(second.AnswerMs, Of(second.Machine, second.Quantile).AnswerMs);
    }

    [Fact]
    public void ReadOrMeasure_PlaceThatCannotBeWritten_IsNoFault()
    {
        Directory.CreateDirectory(Kept); // where the file would go

        Assert.Equal(2, Of().AnswerMs.Count);
    }

    private DeadlineProfile Of(string machine = "here", double quantile = 0.9)
    {
        using var session = InferenceSession.Create(Graph.GatedGraph.Load(_model));
        return KeptProfile.ReadOrMeasure(_model, session, count: 1, calls: 20, quantile, machine);
    }
}
