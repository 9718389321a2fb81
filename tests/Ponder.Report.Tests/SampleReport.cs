namespace Ponder.Report.Tests;

/// <summary>An invented report that has every section; its numbers are nobody's measurement.</summary>
internal static class SampleReport
{
    private const string Static = "static";
    private const string Adaptive = "adaptive";
    private const string EntropyRule = "leave when the entropy in nats is below";

    // Before its readers: static initialisers run in the order of the text.
    private static readonly double[] Epochs = [.. Enumerable.Range(1, 20).Select(epoch => (double)epoch)];

    public static ReportModel Minimal { get; } = new() { Title = "Bare", Headline = new() { Accuracy = 0.5 } };

    public static ReportModel Full { get; } = new()
    {
        Title = "B-LeNet on MNIST",
        Subtitle = "LeNet-5 with two side branches; entropy decides how far each digit goes. Invented numbers.",
        MeasuredAt = new DateTimeOffset(2026, 3, 14, 15, 9, 0, TimeSpan.Zero),
        Headline = new()
        {
            Accuracy = 0.9921,
            StaticAccuracy = 0.9918,
            EarlyShare = 0.9432,
            Macs = 96_400,
            StaticMacs = 416_520,
            SpeedUp = 4.68,
            SpeedUpSetting = "mean time, batch 1, 1 thread, against ONNX Runtime",
        },
        Results = [.. Rows(1, 1, 0.021), .. Rows(32, 2, 0.31)],
        Exits =
        [
            new() { Name = "exit1", Share = 0.9432, Accuracy = 0.9969, Macs = 69_300 },
            new() { Name = "exit2", Share = 0.0411, Accuracy = 0.944, Macs = 402_100 },
            new() { Name = "final", Share = 0.0157, Accuracy = 0.8217, Macs = 519_800 },
        ],
        Classes = [new("seven", 1028, 0.991, 0.984), new("one", 1135, 0.997, 0.998)],
        Tradeoff = new()
        {
            Split = "test",
            Adaptive = [.. Enumerable.Range(0, 26).Select(Setting)],
            Oracle = [new(69_300, 0.9685), new(75_000, 0.9945), new(80_200, 0.9978)],
            RandomExit = [new(69_300, 0.9685), new(402_100, 0.9893), new(519_800, 0.9922)],
            Marks =
            [
                new("exit1", new(69_300, 0.9685)), new("exit2", new(402_100, 0.9893)),
                new("final", new(519_800, 0.9922)),
                new(Static, new(416_520, 0.9918)), new("chosen", new(96_400, 0.9921)),
            ],
        },
        Latencies = [new(Static, Times(0.142, 0.142, 0.142)), new(Adaptive, Times(0.021, 0.121, 0.163))],
        Training =
        [
            Falling("loss", "train", 2.2, 0.03), Falling("loss", "validation", 2.0, 0.05),
            Rising("validation accuracy", "exit1", 0.968), Rising("validation accuracy", "exit2", 0.989),
            Rising("validation accuracy", "final", 0.992),
        ],
        Pictures =
        [
            new("Left at exit1", "The first twenty of the test split that did.", Rings(0, 20, "exit1", 0.998)),
            new("Went all the way", "The first ten of the test split that did.", Rings(20, 10, "final", 0.62)),
        ],
        Plan = new()
        {
            Method = "a sweep of entropy thresholds",
            Target = "accuracy drop of at most 0.5 points",
            Confidence = 0.95,
            CalibrationSamples = 5000,
            Thresholds = [new("exit1", EntropyRule, 0.0825), new("exit2", EntropyRule, 0.31)],
            Promises =
            [
                new("accuracy", "99.14 %", "99.21 %"), new("accuracy drop, upper bound", "0.31 points", "−0.03 points"),
                new("MACs", "97.0 k", "96.4 k"),
            ],
        },
        Splits =
        [
            new("train", 50_000, "weights"), new("validation", 5_000, "early stopping"),
            new("calibration", 5_000, "thresholds"), new("test", 10_000, "every number on this page; it chose nothing"),
        ],
        Machine = new()
        {
            Cpu = "Example CPU @ 2.50 GHz",
            Cores = 2,
            Runtime = ".NET 10.0.0",
            Details = [new("vector instructions", "AVX-512"), new("seed", "1"), new("command", "ponder quickstart")],
        },
        Notes =
        [
            "Times are end to end: heads, decisions and gathering of the survivors are included.",
            "MACs count a multiply and its add once.",
        ],
    };

    private static CurvePoint Setting(int step) =>
        new(69_300 + (700.0 * step * step), 0.9922 - (0.0237 * Math.Exp(-0.8 * step)));

    private static IEnumerable<ResultRow> Rows(int batch, int threads, double fast) =>
    [
        Row(Static, "ort", batch, threads, 0.9918, 416_520, fast * 4.7, null),
        Row(Static, "ponder", batch, threads, 0.9918, 416_520, fast * 5.1, null),
        Row(Adaptive, "ponder", batch, threads, 0.9921, 96_400, fast, 4.68),
        Row("exit:exit1", "ponder", batch, threads, 0.9685, 69_300, fast * 0.9, 5.2),
        Row("exit:exit2", "ponder", batch, threads, 0.9893, 402_100, fast * 4.9, 0.96),
        Row("worst", "ponder", batch, threads, 0.9922, 519_800, fast * 6.2, 0.76),
    ];

    private static ResultRow Row(
        string variant, string engine, int batch, int threads, double accuracy, double macs, double ms,
        double? speedUp) => new()
        {
            Variant = variant,
            Engine = engine,
            Batch = batch,
            Threads = threads,
            Samples = 10_000,
            Accuracy = accuracy,
            MacsMean = macs,
            LatencyMs = new(ms, ms * 1.3, ms * 1.9, ms * 7.7, ms * 1.05),
            Throughput = 1000 * batch / ms,
            SpeedUp = speedUp,
        };

    // Three kinds of call, 94 : 4 : 2, each with a skewed spread and now and then a slow one.
    private static double[] Times(params double[] kinds)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 4000).Select(index => kinds[index % 50 >= 3 ? 0 : 1 + (index % 2)]
            * (1 + (0.12 * Math.Pow(random.NextDouble(), 3)) + (index % 700 == 0 ? 3 * random.NextDouble() : 0)))];
    }

    private static TrainingSeries Falling(string panel, string name, double from, double to) =>
        new(panel, name, Epochs, [.. Epochs.Select(epoch => to + ((from - to) * Math.Exp(-0.45 * epoch)))]);

    private static TrainingSeries Rising(string panel, string name, double to) =>
        new(panel, name, Epochs, [.. Epochs.Select(epoch => to - (0.12 * Math.Exp(-0.35 * epoch)))], true);

    private static Picture[] Rings(int first, int count, string exit, double confidence) =>
        [.. Enumerable.Range(first, count).Select(index => Ring(index, exit, confidence))];

    private static Picture Ring(int index, string exit, double confidence)
    {
        const int size = 28;
        var (radius, label) = (4 + (index % 7), (index % 10).ToString("0"));
        var pixels = Enumerable.Range(0, size * size)
            .Select(at => Math.Abs(double.Hypot((at % size) - 13.5, (at / size) - 13.5) - radius))
            .Select(distance => (byte)(255 * Math.Clamp(2.5 - distance, 0, 1)));
        var isMistake = index % 13 == 12;
        return new()
        {
            Width = size,
            Height = size,
            Channels = 1,
            Pixels = [.. pixels],
            Label = label,
            Prediction = isMistake ? "8" : label,
            Confidence = confidence - (0.011 * (index % 5)),
            Exit = exit,
        };
    }
}
