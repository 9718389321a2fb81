using CsCheck;
using Ponder.Graph;

namespace Ponder.Tests.Graph;

/// <summary>Random graphs of [N, 1] tensors: arithmetic, conditions on it, choices by conditions, in any nesting.</summary>
internal static class RandomGatedGraph
{
    public static Gen<GatedGraph> Gen { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 5], CsCheck.Gen.Int[0, 999], CsCheck.Gen.Int[0, 999], CsCheck.Gen.Int[0, 999])
            .Array[1, 40].Select(Build);

    private static GatedGraph Build((int Kind, int A, int B, int C)[] steps)
    {
        var builder = new GraphBuilder("random");
        List<GraphValue> values = [builder.Input("x", TensorShape.Batch, 1)];
        List<GraphValue> conditions = [];
        for (int i = 0; i < steps.Length; i++)
        {
            var (kind, a, b, c) = steps[i];
            string name = $"t{i}";
            if (kind == 0)
                conditions.Add(builder.Add("Less", name, [Pick(values, a), Pick(values, b)]));
            else if (kind == 1 && conditions.Count > 0)
                conditions.Add(builder.Add("And", name, [Pick(conditions, a), Pick(conditions, b)]));
            else if (kind >= 3 && conditions.Count > 0)
                values.Add(builder.Where(Pick(conditions, c), Pick(values, a), Pick(values, b), name));
            else
                values.Add(builder.Add("Add", name, [Pick(values, a), Pick(values, b)]));
        }

        return builder.Build(plan: null, builder.Add("Identity", "y", [values[^1]]));
    }

    private static GraphValue Pick(List<GraphValue> from, int choice) => from[^((choice % from.Count) + 1)];
}
