namespace Ponder.Report.Tests;

public sealed class ReportFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ponder-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_MissingFolder_MakesItAndLeavesOneFile()
    {
        var path = Path.Combine(_folder, "runs", "one", "report.html");

        HtmlReport.Write(SampleReport.Full, path);

        Assert.Equal(HtmlReport.Render(SampleReport.Full), File.ReadAllText(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
    }

    [Fact]
    public void Write_FileIsThere_ReplacesIt()
    {
        var path = Path.Combine(_folder, "report.html");
        File.WriteAllText(path, "old");

        HtmlReport.Write(SampleReport.Minimal, path);

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PathIsAFolder_NamesItAndLeavesNothing()
    {
        var path = Path.Combine(_folder, "report.html");
        Directory.CreateDirectory(path);

        var error = Assert.Throws<IOException>(() => HtmlReport.Write(SampleReport.Minimal, path));

        Assert.StartsWith($"'{path}': cannot write the report", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FolderIsAFile_NamesThePath()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<IOException>(() => HtmlReport.Write(SampleReport.Minimal, Path.Combine(file, "report.html")));

        Assert.Contains("cannot write the report", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatWasWritten_GivesTheSamePage()
    {
        var path = Path.Combine(_folder, "report.json");
        ReportFile.Write(SampleReport.Full, path);

        Assert.Equal(HtmlReport.Render(SampleReport.Full), HtmlReport.Render(ReportFile.Read(path)));
    }

    [Fact]
    public void Read_DivergedLoss_ComesBackAsNaN()
    {
        var path = Path.Combine(_folder, "report.json");
        ReportFile.Write(SampleReport.Minimal with { Training = [new("loss", "train", [1], [double.NaN])] }, path);

        Assert.Equal(double.NaN, ReportFile.Read(path).Training[0].Values[0]);
    }

    [Fact]
    public void Read_KeysAreMissing_TakesTheDefaults()
    {
        var path = Path.Combine(_folder, "report.json");
        File.WriteAllText(path, """{"title":"Bare","headline":{"accuracy":0.5}}""");

        Assert.Equal(HtmlReport.Render(SampleReport.Minimal), HtmlReport.Render(ReportFile.Read(path)));
    }

    [Theory]
    [InlineData("{", "expected a report's JSON")]
    [InlineData("null", "expected a report, got null")]
    [InlineData("{\"title\":\"x\"}", "headline")]
    [InlineData("{\"title\":\"x\",\"headline\":{\"accuracy\":1},\"exits\":null}", "exits")]
    [InlineData("{\"schema\":9,\"title\":\"x\",\"headline\":{\"accuracy\":1}}", "schema: expected 1, got 9")]
    public void Read_NotAReport_SaysWhatWasExpected(string json, string expected)
    {
        var path = Path.Combine(_folder, "report.json");
        File.WriteAllText(path, json);

        var error = Assert.Throws<ReportFormatException>(() => ReportFile.Read(path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{path}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_Throws() =>
        Assert.ThrowsAny<IOException>(() => ReportFile.Read(Path.Combine(_folder, "none.json")));
}
