using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ponder.Report.Tests;

public sealed partial class HtmlReportRenderTests
{
    [Theory]
    [InlineData("Results")]
    [InlineData("Where samples leave")]
    [InlineData("Accuracy against cost")]
    [InlineData("How long a call takes")]
    [InlineData("What left early, what went on")]
    [InlineData("Training: loss")]
    [InlineData("Thresholds and promise")]
    [InlineData("Machine and versions")]
    [InlineData("Notes")]
    public void Render_FullModel_HasSection(string heading) =>
        Assert.Contains($"<h2>{heading}</h2>", HtmlReport.Render(SampleReport.Full), StringComparison.Ordinal);

    [Fact]
    public void Render_MinimalModel_HasNoSection() =>
        Assert.DoesNotContain("<section", HtmlReport.Render(SampleReport.Minimal), StringComparison.Ordinal);

    [Fact]
    public void Render_FullModel_ShowsTheHeadline()
    {
        var html = WebUtility.HtmlDecode(HtmlReport.Render(SampleReport.Full));

        Assert.Contains(">99.21 %<", html, StringComparison.Ordinal);
        Assert.Contains(">4.68×<", html, StringComparison.Ordinal);
        Assert.Contains("4.32× fewer than the static model’s 417 k", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FullModel_ShowsWhichClassLostMostFirst()
    {
        var html = WebUtility.HtmlDecode(HtmlReport.Render(SampleReport.Full));

        Assert.Contains("<td>-0.70</td>", html, StringComparison.Ordinal);
        Assert.InRange(html.IndexOf("<th>seven</th>", StringComparison.Ordinal), 0, html.IndexOf("<th>one</th>", StringComparison.Ordinal));
    }

    [Fact]
    public void Render_FullModel_NeedsNothingFromOutside()
    {
        var html = HtmlReport.Render(SampleReport.Full);

        Assert.All(
            Reference().Matches(html).Select(match => match.Groups["target"].Value),
            target => Assert.StartsWith("data:image/png;base64,", target, StringComparison.Ordinal));
        Assert.DoesNotMatch("(?i)<script|<link|@import|url\\(|https?://", html);
    }

    [Fact]
    public void Render_FullModel_PlotsAreWellFormed()
    {
        var plots = Plot().Matches(HtmlReport.Render(SampleReport.Full));

        Assert.NotEmpty(plots);
        Assert.All(plots, plot => Assert.NotNull(XDocument.Parse(plot.Value).Root));
        Assert.All(plots, plot => Assert.DoesNotContain("NaN", plot.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_HostileTexts_AreEscaped()
    {
        const string hostile = "</title><script>alert(\"1\")</script>'\" onload=x";
        var right = SampleReport.Full.Pictures[0].Pictures[0];
        var picture = right with { Label = hostile, Prediction = hostile, Exit = hostile };
        var model = SampleReport.Full with
        {
            Title = hostile,
            Subtitle = hostile,
            Notes = [hostile],
            Exits = [new() { Name = hostile, Share = 1, Macs = 1 }],
            Latencies = [new(hostile, [1, 2])],
            Tradeoff = SampleReport.Full.Tradeoff! with { Split = hostile, Marks = [new(hostile, new(1, 0.5))] },
            Pictures = [new(hostile, hostile, [picture])],
        };

        Assert.DoesNotContain(hostile, HtmlReport.Render(model), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", HtmlReport.Render(model), StringComparison.Ordinal);
        Assert.DoesNotContain("'\" onload", HtmlReport.Render(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OneMistake_MarksIt()
    {
        var right = SampleReport.Full.Pictures[0].Pictures[0];
        var wrong = right with { Label = "7", Prediction = "1" };
        var model = SampleReport.Minimal with { Pictures = [new("Some", null, [right, wrong])] };

        var html = HtmlReport.Render(model);

        Assert.Equal(1, html.Split("""<figure class="mistake">""").Length - 1);
        Assert.Contains("<small>is 7</small>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NumbersThatAreNotFinite_LeaveGaps()
    {
        var model = SampleReport.Minimal with
        {
            Training = [new("loss", "train", [1, 2, 3], [double.NaN, double.PositiveInfinity, 1])],
            Latencies = [new("adaptive", [double.NaN, 0])],
            Tradeoff = new() { Split = "test", Adaptive = [new(double.NaN, 0.5)] },
        };

        Assert.DoesNotMatch("NaN|Infinity|∞", HtmlReport.Render(model));
    }

    [Fact]
    public void Render_SeveralFaults_SaysAll()
    {
        var model = SampleReport.Minimal with
        {
            Exits = [new() { Name = "early", Share = 1.5, Macs = 1 }],
            Training = [new("loss", "train", [1, 2], [1])],
        };

        var error = Assert.Throws<ArgumentException>(() => HtmlReport.Render(model));

        Assert.Contains("exit 'early': expected a share in [0, 1], got 1.5", error.Message, StringComparison.Ordinal);
        Assert.Contains("training series 'train': expected 2 values, got 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 28, 1, "expected at least 1 x 1 pixels, got 0 x 28")]
    [InlineData(28, 28, 4, "expected 1 or 3 channels, got 4")]
    [InlineData(28, 28, 3, "expected 2352 bytes of pixels, got 784")]
    public void Render_FaultyPicture_SaysWhy(int width, int height, int channels, string expected)
    {
        var right = SampleReport.Full.Pictures[0].Pictures[0];
        var faulty = right with { Width = width, Height = height, Channels = channels };
        var model = SampleReport.Minimal with { Pictures = [new("Some", null, [faulty])] };

        var error = Assert.Throws<ArgumentException>(() => HtmlReport.Render(model));

        Assert.Contains($"picture 0 of 'Some': {expected}", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:src|href)=\"(?<target>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Reference();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline, 5000)]
    private static partial Regex Plot();
}
