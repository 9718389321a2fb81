using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Tests.Evaluation;

/// <summary>A model with three exits and three classes, and random records of what its exits say.</summary>
internal static class ThreeExits
{
    public const int Classes = 3;

    private static readonly double[] Skills = [0.6, 0.8, 0.95];

    public static ExitCosts Costs { get; } = new([10, 30, 100], 95);

    public static GatedGraph Graph(IExitPolicy? policy = null)
    {
        policy ??= new EntropyExitPolicy(0.5f);
        var builder = new GraphBuilder("three-exits", seed: 1);
        var features = builder.Flatten(builder.Input("image", TensorShape.Batch, 1, 1, 2), "features");
        var first = builder.Linear(features, "first.logits", Classes);
        var second = builder.Linear(builder.Linear(features, "second.hidden", 8), "second.logits", Classes);
        var final = builder.Linear(builder.Linear(features, "final.hidden", 32), "final.logits", Classes);
        var exits = ExitOutputs.Emit(builder, [new ExitAnswer(first), new ExitAnswer(second)], new ExitAnswer(final), policy, out var outputs);
        return builder.Build(new ModelPlan(exits, ["a", "b", "c"]), outputs);
    }

    /// <summary>Deeper exits are right more often, and low scores more often than high ones.</summary>
    public static ExitRecords Records(int count, int seed, int scoreLevels = 1000)
    {
        var random = new Random(seed);
        int[] labels = new int[count];
        double[] hardness = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
        ExitRecord[] exits = [.. Skills.Select((skill, e) => new ExitRecord(
            $"exit{e + 1}",
            [.. hardness.Select(h => random.NextDouble() < skill + (0.3 * (0.5 - h)) ? 0 : 1)],
            new float[count],
            e == 2 ? [] : [.. hardness.Select(h => random.Next((int)((0.2 + h) * scoreLevels)) / (float)scoreLevels)]))];
        return new ExitRecords(exits, labels, Costs);
    }

    public static ExitRecords OneEarlyExit(ExitRecords records) => new(
        [records.Exits[0], records.Exits[2]], records.Labels, new ExitCosts([10, 100], 95));
}
