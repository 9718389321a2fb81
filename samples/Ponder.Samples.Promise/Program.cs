using Ponder.Calibration;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;

// How often is a promise broken? Ponder.Samples.Promise MODEL.onnx DATA [SPLIT] [REPEATS] [CALIBRATION-SAMPLES] [BOUND]
// The split is a pool: some of its samples, drawn anew each time, calibrate; the promise is then held against the whole pool.
const double Confidence = 0.9;
string split = args.Length > 2 ? args[2] : "test";
int repeats = args.Length > 3 ? int.Parse(args[3]) : 1000, count = args.Length > 4 ? int.Parse(args[4]) : 2000;
var bound = RiskBounds.Of(args.Length > 5 ? args[5] : RiskBounds.Names[0]);

var graph = GatedGraph.Load(args[0]);
using var engine = InferenceSession.Create(graph);
var pool = ExitRecords.Record(graph, engine, DataCatalog.Open(args[1]).Open(split));
Console.WriteLine($"{pool.Count} samples, {count} of them calibrate, {repeats} times; confidence {Confidence}");

foreach (bool withoutLabels in new[] { false, true })
{
    foreach (double limit in new[] { 0.005, 0.01, 0.02 })
    {
        var runs = Enumerable.Range(0, repeats).Select(seed => Rehearse(seed, limit, withoutLabels)).ToArray();
        double macs = runs.Average(run => run.Macs), free = runs.Average(run => run.FreeMacs);
        Console.WriteLine($"{(withoutLabels ? "disagreement" : "accuracy drop")} {limit:P1}, {bound.Name}: broken {runs.Average(run => run.Broken ? 1.0 : 0):P1}, "
            + $"without a promise {runs.Average(run => run.FreeBroken ? 1.0 : 0):P1}; multiply-adds {macs:N0} against {free:N0} ({macs / free:0.000})");
    }
}

(bool Broken, double Macs, bool FreeBroken, double FreeMacs) Rehearse(int seed, double limit, bool withoutLabels)
{
    int[] order = [.. Enumerable.Range(0, pool.Count)];
    new Random(seed).Shuffle(order);
    var judged = withoutLabels ? pool.LabelledByTheLastExit() : pool;
    var records = judged.Take(order[..count]);
    var options = new CalibrationOptions { MaxAccuracyDrop = limit, WithoutLabels = withoutLabels };
    var free = Chosen(records, options);
    var promised = Chosen(records, options with { Confidence = Confidence, Bound = bound });
    double last = judged.Accuracy(judged.Exits.Count - 1);
    return (last - promised.Accuracy > limit, promised.MacsMean, last - free.Accuracy > limit, free.MacsMean);

    OperatingPoint Chosen(ExitRecords calibration, CalibrationOptions asked) =>
        judged.Apply([.. Calibrator.Calibrate(graph.Clone(), calibration, asked).Thresholds.Select(threshold => threshold.Value)]);
}
