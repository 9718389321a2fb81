namespace Ponder.Cli.Tests;

/// <summary>Approved text beside the tests. After a wanted change, copy the received file from the output folder over the approved one.</summary>
internal static class Snapshot
{
    public static void AssertEqual(string name, string text)
    {
        string approved = Path.Combine(AppContext.BaseDirectory, "Snapshots", name + ".txt");
        string received = Path.ChangeExtension(approved, ".received.txt");
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        string got = text.ReplaceLineEndings("\n");
        if (expected != got)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(received)!); // a path inside a folder has one
            File.WriteAllText(received, got);
        }

        Assert.Equal(expected, got);
    }
}
