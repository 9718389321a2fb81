using System.Text;
using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class BoundingBoxesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_ListAboveImages_IsFound()
    {
        Write("train/n01/n01_boxes.txt", "a.JPEG\t1\t2\t30\t40\nb.JPEG\t0\t0\t63\t63\n");

        Assert.Equal([new BoundingBox(1, 2, 30, 40)], Boxes("train/n01/images/a.JPEG"));
    }

    [Fact]
    public void Of_ListBesidePictures_IsFound()
    {
        Write("n01/n01_boxes.txt", "a.JPEG\t1\t2\t30\t40\r\n");

        Assert.Equal([new BoundingBox(1, 2, 30, 40)], Boxes("n01/a.JPEG"));
    }

    [Fact]
    public void Of_Annotations_HaveTheClassFirst()
    {
        Write("val/val_annotations.txt", "val_0.JPEG\tn03444034\t0\t32\t44\t62\n");

        Assert.Equal([new BoundingBox(0, 32, 44, 62)], Boxes("val/images/val_0.JPEG"));
    }

    [Fact]
    public void Of_SeveralLines_AreSeveralBoxes()
    {
        Write("n01/n01_boxes.txt", "a.JPEG\t1\t2\t3\t4\na.JPEG\t5\t6\t7\t8\n");

        Assert.Equal([new BoundingBox(1, 2, 3, 4), new BoundingBox(5, 6, 7, 8)], Boxes("n01/a.JPEG"));
    }

    [Fact]
    public void Of_PictureThatNoListNames_HasNone()
    {
        Write("n01/n01_boxes.txt", "a.JPEG\t1\t2\t3\t4\n");

        Assert.Empty(Boxes("n01/b.JPEG"));
    }

    [Fact]
    public void Of_FolderWithoutLists_HasNone()
    {
        Write("n01/a.JPEG", "");

        Assert.Empty(Boxes("n01/a.JPEG"));
    }

    [Theory]
    [InlineData("a.JPEG\t1\t2\t3")]
    [InlineData("a.JPEG 1 2 3 4")]
    [InlineData("a.JPEG\t1\t2\t3\tx")]
    [InlineData("a.JPEG\t-1\t2\t3\t4")]
    [InlineData("a.JPEG\t3\t2\t1\t4")]
    [InlineData("a.JPEG\t1\t4\t3\t2")]
    [InlineData("a.JPEG\t1\t2\t3\t4\t5")]
    public void Of_MalformedLine_IsNamed(string line)
    {
        Write("n01/n01_boxes.txt", "b.JPEG\t1\t2\t3\t4\n" + line + "\n");

        var error = Assert.Throws<DataFormatException>(() => Boxes("n01/a.JPEG"));
        Assert.Contains("n01_boxes.txt: line 2: expected file, left, top, right, bottom", error.Message, StringComparison.Ordinal);
        Assert.Contains($"got '{line}'", error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));

    private IReadOnlyList<BoundingBox> Boxes(string picture)
    {
        string path = Path.Combine(_folder.Path, picture);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a path inside a folder has one
        return new BoundingBoxes().Of(path);
    }
}
