using System.Text.Json;
using Ponder.Halting;

namespace Ponder.Cli.Tests;

public sealed class MapsVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Maps_Folder_WritesAPictureOfEachTheSheetAndTheReport()
    {
        var run = await Maps(TestModels.Halting(_folder), TestImages.Folder(_folder, perClass: 2));

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        Assert.Equal(["0.png", "1.png", "2.png", "3.png", "contact-sheet.png", "maps.json"], Written());
    }

    [Fact]
    public async Task Maps_Json_SpendsWhatPredictSpends()
    {
        string model = TestModels.Halting(_folder), image = Path.Combine(TestImages.Folder(_folder, perClass: 1), "dark", "0.bmp");
        using var map = JsonDocument.Parse((await Maps(model, image, "--json")).Output);
        using var prediction = JsonDocument.Parse((await CommandRun.Of("predict", model, image, "--json")).Output);
        var expected = prediction.RootElement.GetProperty("predictions")[0];
        var found = map.RootElement.GetProperty("images")[0];

        Assert.Equal(expected.GetProperty("macs").GetInt64(), found.GetProperty("macs").GetInt64());
        Assert.Equal(expected.GetProperty("prediction").GetInt32(), found.GetProperty("prediction").GetInt32());
        Assert.Equal(found.GetProperty("macs").GetInt64() / map.RootElement.GetProperty("macs_static").GetDouble(), found.GetProperty("share").GetDouble());
    }

    [Fact]
    public async Task Maps_Json_IsWhatTheFolderSays()
    {
        var run = await Maps(TestModels.Halting(_folder), TestImages.Folder(_folder, perClass: 1), "--json");

        Assert.Equal(await File.ReadAllTextAsync(_folder.File("maps/maps.json"), TestContext.Current.CancellationToken), run.Output);
    }

    [Fact]
    public async Task Maps_Blocks_CostBetweenOneUnitAndAllOfThem()
    {
        using var json = JsonDocument.Parse((await Maps(TestModels.Halting(_folder), TestImages.Folder(_folder, perClass: 1), "--json")).Output);
        var costs = json.RootElement.GetProperty("images")[0].GetProperty("ponder_cost").EnumerateObject().ToArray();

        Assert.Equal(["stage1", "stage2", "stage3"], costs.Select(cost => cost.Name));
        Assert.All(costs, cost => Assert.InRange(cost.Value.GetDouble(), 1, 4));
    }

    [Fact]
    public async Task Maps_OneImage_HasNoContactSheet()
    {
        await Maps(TestModels.Halting(_folder), _folder.Write("gray.idx", TestImages.Idx(1, 3, 32, 32)));

        Assert.Equal(["gray.idx-0.png", "maps.json"], Written());
    }

    [Fact]
    public async Task Maps_FilesOfOneName_GetPicturesOfTheirOwn()
    {
        string pictures = TestImages.Folder(_folder, perClass: 1);
        await Maps(TestModels.Halting(_folder), Path.Combine(pictures, "dark", "0.bmp"), Path.Combine(pictures, "dark", "0.bmp"));

        Assert.Equal(["0-2.png", "0.png", "contact-sheet.png", "maps.json"], Written());
    }

    [Fact]
    public async Task Maps_ImagesThatHalt_AreDrawnAsBars()
    {
        var run = await Maps(TestModels.Halting(_folder, HaltingKind.Image), TestImages.Folder(_folder, perClass: 1));

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        Assert.Equal(["0.png", "1.png", "contact-sheet.png", "maps.json"], Written());
    }

    [Fact]
    public async Task Maps_ModelWithoutHaltingUnits_IsRefused() =>
        (await Maps(TestModels.BranchyLeNet(_folder), TestImages.Folder(_folder, perClass: 1))).AssertRefused("model.onnx", "expected blocks whose units halt, got none");

    [Fact]
    public async Task Maps_FolderWithoutPictures_IsRefusedAndWritesNothing()
    {
        string empty = Directory.CreateDirectory(_folder.File("empty")).FullName;

        (await Maps(TestModels.Halting(_folder), empty)).AssertRefused("empty", "pictures, got none");
        Assert.False(Directory.Exists(_folder.File("maps")));
    }

    [Fact]
    public async Task Maps_FileThatIsNotThere_IsRefusedAndWritesNothing()
    {
        (await Maps(TestModels.Halting(_folder), _folder.File("cat.jpg"))).AssertRefused("cat.jpg");
        Assert.False(Directory.Exists(_folder.File("maps")));
    }

    [Fact]
    public async Task Maps_OutIsAFile_IsRefused()
    {
        _folder.Write("maps", "text");
        (await Maps(TestModels.Halting(_folder), TestImages.Folder(_folder, perClass: 1))).AssertRefused("maps");
    }

    [Fact]
    public async Task Boxes_ModelOfOtherClasses_MeasuresEveryMap()
    {
        using var json = JsonDocument.Parse((await Boxes("--json")).Output);
        var areas = json.RootElement.GetProperty("areas").EnumerateArray().ToArray();

        Assert.Equal(["ponder", "center", "edges", "ponder_blurred_times_center"], areas.Select(area => area.GetProperty("map").GetString()));
        Assert.All(areas, area => Assert.InRange(area.GetProperty("area").GetProperty("value").GetDouble(), 0, 1));
        Assert.Equal(3, json.RootElement.GetProperty("gains").GetArrayLength());
    }

    [Fact]
    public async Task Boxes_ImagesThatSayNothing_AreCounted()
    {
        using var json = JsonDocument.Parse((await Boxes("--json")).Output);
        var left = json.RootElement.GetProperty("left_out");

        Assert.Equal(5, json.RootElement.GetProperty("images").GetInt32());
        Assert.Equal((10, 5, 0), (left.GetProperty("without_box").GetInt32(), left.GetProperty("all_inside").GetInt32(), left.GetProperty("all_outside").GetInt32()));
    }

    [Fact]
    public async Task Boxes_Table_SaysWhatWasLeftOut()
    {
        var run = await Boxes();

        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("left out: 10 without a box, 5 all inside, 0 all outside", run.Output, StringComparison.Ordinal);
        Assert.Contains("ponder - center", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boxes_NoLists_IsRefused() =>
        (await CommandRun.Of("maps", TestModels.Halting(_folder), "--boxes", TestImages.Folder(_folder, perClass: 10), "--split", "train")).AssertRefused("inside and outside of boxes, got none");

    [Fact]
    public async Task Boxes_ImagesThatHalt_IsRefused() =>
        (await CommandRun.Of("maps", TestModels.Halting(_folder, HaltingKind.Image), "--boxes", TestImages.Folder(_folder, perClass: 10))).AssertRefused("expected a model whose positions halt");

    [Fact]
    public async Task Boxes_DataWithoutFiles_IsRefused() =>
        (await CommandRun.Of("maps", TestModels.Halting(_folder), "--boxes", "mnist")).AssertRefused("mnist");

    [Theory]
    [InlineData("expected neither files nor --out", "cat.jpg", "--boxes", "tiny-imagenet-20")]
    [InlineData("expected neither files nor --out", "--out", "maps", "--boxes", "tiny-imagenet-20")]
    [InlineData("--out: expected a folder", "cat.jpg")]
    [InlineData("expected image files or folders", "--out", "maps")]
    public async Task Maps_ArgumentsThatDoNotFit_AreRefused(string fault, params string[] arguments) =>
        (await CommandRun.Of(["maps", "model.onnx", .. arguments])).AssertRefused(fault);

    // The ten dark pictures of the test split have a box each, every second one of everything; the ten light ones have none.
    private Task<CommandRun> Boxes(params string[] options)
    {
        string data = Directory.CreateDirectory(_folder.File("data")).FullName;
        foreach (string part in new[] { "train", "test" })
            Directory.Move(TestImages.Folder(_folder, perClass: 10), Path.Combine(data, part));
        _folder.Write(Path.Combine("data", "test", "dark", "dark_boxes.txt"), string.Concat(Enumerable.Range(0, 10).Select(i =>
            $"{2 * i}.bmp\t0\t0\t{(i % 2 == 0 ? 7 : 15)}\t{(i % 2 == 0 ? 7 : 15)}\n")));
        return CommandRun.Of(["maps", TestModels.Halting(_folder), "--boxes", data, .. options]);
    }

    private string[] Written() => [.. Directory.GetFiles(_folder.File("maps")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private Task<CommandRun> Maps(string model, params string[] files) => CommandRun.Of(["maps", model, .. files, "--out", _folder.File("maps")]);
}
