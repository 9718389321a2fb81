using System.Text;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.Graph;

/// <summary>Whatever the bytes, the answer is a graph or one kind of exception, and memory stays in proportion to the file.</summary>
public sealed class CorruptFileTests
{
    private static readonly byte[] LeNetFile = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f)).ToBytes();

    [Fact]
    public void Parse_NothingAtAll_Refuses()
    {
        Assert.Throws<ModelFormatException>(() => GatedGraph.Parse([], "empty"));
    }

    [Fact]
    public void Parse_NotOnnx_Refuses()
    {
        Assert.Throws<ModelFormatException>(() => GatedGraph.Parse(Encoding.UTF8.GetBytes("<html>no model here</html>"), "page"));
    }

    [Fact]
    public void Parse_TruncatedAtEvery97thByte_RefusesOrLoads()
    {
        for (int length = 0; length < LeNetFile.Length; length += 97)
            AssertRefusedOrLoaded(LeNetFile.AsSpan(0, length));
    }

    [Fact]
    public void Parse_BytesChangedAtRandom_RefusesOrLoads()
    {
        // The weights fill the middle of the file: what describes the graph lies at both ends.
        var random = new Random(11);
        int described = Math.Min(6000, LeNetFile.Length / 2);
        for (int i = 0; i < 1500; i++)
        {
            byte[] changed = [.. LeNetFile];
            for (int j = 0; j < 3; j++)
            {
                int at = random.Next(described);
                changed[random.Next(2) == 0 ? at : changed.Length - 1 - at] = (byte)random.Next(256);
            }

            AssertRefusedOrLoaded(changed);
        }
    }

    private static void AssertRefusedOrLoaded(ReadOnlySpan<byte> bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var graph = GatedGraph.Parse(bytes, "changed");
            Assert.NotEmpty(graph.Outputs);
        }
        catch (ModelFormatException error)
        {
            Assert.NotEmpty(error.Faults);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (8L * bytes.Length) + 2_000_000);
    }
}
