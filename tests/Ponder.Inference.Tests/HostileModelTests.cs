using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Inference.Tests;

/// <summary>Damaged files: each loads and runs, or is refused by name, in bounded time and memory.</summary>
/// <remarks>PONDER_FUZZ_FIRST and PONDER_FUZZ_COUNT choose other seeds: a longer search, or one seed alone.</remarks>
public sealed class HostileModelTests : IDisposable
{
    private const int Count = 20_000;
    private const int Batch = 2;
    private const long MostMacs = 20_000_000; // a large graph may run for long, but must be made soon
    private const long MostElements = 1 << 20;
    private const long MostBytes = 3L << 30;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10); // of the processor, for one file; the slowest need two

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ponder");

    public HostileModelTests() => File.WriteAllBytes(Path.Combine(_folder.FullName, "weights"), new byte[100]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_DamagedFiles_RunOrAreRefused()
    {
        int first = Number("PONDER_FUZZ_FIRST", 0), count = Number("PONDER_FUZZ_COUNT", Count), ran = 0;
        var failures = new Dictionary<string, string>(); // one for each place
        for (int seed = first; seed < first + count; seed++)
        {
            byte[] file = HostileModels.Of(seed);
            var started = Environment.CpuUsage.TotalTime;
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ran += Use(seed % 10 == 0 ? Load(file) : GatedGraph.Parse(file, "damaged")) ? 1 : 0;
            }
            catch (Exception error) when (error is not (ModelFormatException or UnsupportedOperatorException))
            {
                string? place = error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Ponder", StringComparison.Ordinal));
                failures.TryAdd($"{error.GetType()} {place}", $"seed {seed}: {error}");
            }
            catch (Exception error)
            {
                Assert.NotEmpty(error.Message);
            }

            if (Environment.CpuUsage.TotalTime - started > MostTime)
                failures.TryAdd("time", $"seed {seed} took {Environment.CpuUsage.TotalTime - started}");
            if (GC.GetAllocatedBytesForCurrentThread() - before > MostBytes)
                failures.TryAdd("memory", $"seed {seed} allocated {GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Values));
        Assert.InRange(ran, count / 20, count); // some damage is harmless
    }

    private GatedGraph Load(byte[] file)
    {
        string path = Path.Combine(_folder.FullName, "model.onnx");
        File.WriteAllBytes(path, file);
        return GatedGraph.Load(path);
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : fallback;

    private static bool Use(GatedGraph graph)
    {
        var analysis = DemandAnalysis.Of(graph);
        if (graph.Plan is not null)
            Assert.NotEmpty(ExitCosts.Of(graph).Macs);
        using var session = InferenceSession.Create(graph);
        Assert.All(CutTensor.Find(graph, graph.Outputs[0]), cut => Assert.InRange(cut.Macs, 0, long.MaxValue));
        bool isSmall = analysis.Segments.Sum(segment => segment.Macs) < MostMacs && graph.Inputs.All(input => input.Shape.SampleLength < MostElements);
        if (!isSmall || graph.Inputs.Any(input => Zeros(input) is null))
            return false;
        session.Run(graph.Inputs.ToDictionary(input => input.Name, input => Zeros(input)!), graph.Outputs);
        if (graph.Plan is not null)
            session.Predict(new float[Batch * session.SampleLength], Batch, new Prediction[Batch]);
        return true;
    }

    private static HostTensor? Zeros(TensorInfo info)
    {
        int[] shape = info.Shape.WithBatch(Batch);
        int length = shape.Aggregate(1, (product, size) => product * size);
        return info.ElementType switch
        {
            ElementType.Float32 => HostTensor.Of(new float[length], shape),
            ElementType.Int64 => HostTensor.Of(new long[length], shape),
            ElementType.Boolean => HostTensor.Of(new bool[length], shape),
            _ => null,
        };
    }
}
