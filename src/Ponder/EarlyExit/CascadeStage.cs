using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>One classifier of a cascade.</summary>
/// <param name="Model">The classifier as it was given.</param>
/// <param name="Answer">Its tensor with the answer, [N, classes].</param>
/// <param name="Input">What it reads.</param>
internal sealed record CascadeStage(GatedGraph Model, string Answer, TensorInfo Input)
{
    private Preprocessing? Preprocessing => Model.Plan?.Preprocessing;

    private IReadOnlyList<string> Labels => Model.Plan?.Labels ?? [];

    private int Classes => Model.Tensor(Answer).Shape[1];

    /// <summary>Finds the input and the answer of a classifier.</summary>
    /// <exception cref="ModelFormatException">It has several of them, or preprocessing that does not fit.</exception>
    public static CascadeStage Of(GatedGraph model)
    {
        string answer = SingleAnswer.Of(model);
        if (model.Inputs is not [{ Shape: { Rank: 4, HasBatch: true } } input])
            throw new ModelFormatException(model.Source, $"expected one input [N, C, H, W], got {string.Join("; ", model.Inputs)}");
        if (model.Plan?.Preprocessing is { } pixels && (pixels.Mean.Count != input.Shape[1] || pixels.StandardDeviation.Count != input.Shape[1]))
            throw new ModelFormatException(model.Source, $"plan: expected preprocessing of {input.Shape[1]} channels, got {pixels.Mean.Count}");
        return new CascadeStage(model, answer, input);
    }

    /// <summary>All that keeps this stage from following another.</summary>
    public IEnumerable<string> FindFaults(CascadeStage first, int number)
    {
        string stage = $"stage {number} ({Model.Source})";
        if (Input.Shape[1] != first.Input.Shape[1] || Input.ElementType != first.Input.ElementType)
            yield return $"{stage}: expected an input {first.Input.ElementType} of {first.Input.Shape[1]} channels as stage 1 has, got {Input.ElementType} {Input.Shape}";
        if (Classes != first.Classes)
            yield return $"{stage}: expected {first.Classes} classes as stage 1 has, got {Classes}";
        else if (Labels.Count > 0 && first.Labels.Count > 0 && !Labels.SequenceEqual(first.Labels))
            yield return $"{stage}: expected the labels of stage 1, got others or another order";
        if (Preprocessing is null != first.Preprocessing is null)
            yield return $"{stage}: expected preprocessing for all stages or none, got it for {(Preprocessing is null ? "stage 1" : "this one")} only";
        else if (Preprocessing?.Size != first.Preprocessing?.Size)
            yield return $"{stage}: expected pictures of short side {Side(first)} as stage 1 has, got {Side(this)}";
    }

    /// <summary>Emits this stage.</summary>
    /// <param name="builder">The cascade.</param>
    /// <param name="input">Its input, as the first stage wants it.</param>
    /// <param name="first">The first stage.</param>
    /// <param name="prefix">Put before the names of all tensors.</param>
    /// <returns>This stage's answer, [N, classes].</returns>
    public GraphValue Emit(GraphBuilder builder, GraphValue input, CascadeStage first, string prefix)
    {
        var part = GraphCutter.Extract(Model, [Answer]);
        var fed = Adapt(builder, Resize(builder, input, prefix), first.Preprocessing, prefix);
        builder.Include(part, prefix, new Dictionary<string, GraphValue> { [Input.Name] = fed });
        return builder.Value(prefix + Answer);
    }

    // Linear between pixels, as a picture that was cut to the larger size would be scaled to the smaller one.
    private GraphValue Resize(GraphBuilder builder, GraphValue input, string prefix)
    {
        if (input.Shape[2] == Input.Shape[2] && input.Shape[3] == Input.Shape[3])
            return input;
        var region = builder.Constant($"{prefix}input_region", HostTensor.Of(Array.Empty<float>(), 0)); // only cropping reads it
        var scales = builder.Constant(
            $"{prefix}input_scales", HostTensor.Of([1f, 1f, Scale(input.Shape[2], Input.Shape[2]), Scale(input.Shape[3], Input.Shape[3])], 4));
        return builder.Add(
            "Resize", $"{prefix}input_resized", [input, region, scales], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"));
    }

    // The new size is rounded down from the product, which must not fall short of it by a bit.
    private static float Scale(int size, int wanted)
    {
        float scale = (float)wanted / size;
        return (int)(scale * size) < wanted ? MathF.BitIncrement(scale) : scale;
    }

    // x' = (p s' - m') / d' of x = (p s - m) / d, for each channel: x d s' / (s d') + (m s' / s - m') / d'
    private GraphValue Adapt(GraphBuilder builder, GraphValue input, Preprocessing? from, string prefix)
    {
        if (Preprocessing is not { } to || from is null || IsSame(from, to))
            return input;
        int channels = input.Shape[1];
        float[] factors = new float[channels], offsets = new float[channels];
        double ratio = (double)to.Scale / from.Scale;
        for (int c = 0; c < channels; c++)
        {
            factors[c] = (float)(from.StandardDeviation[c] * ratio / to.StandardDeviation[c]);
            offsets[c] = (float)(((from.Mean[c] * ratio) - to.Mean[c]) / to.StandardDeviation[c]);
        }

        var factor = builder.Constant($"{prefix}input_factor", HostTensor.Of(factors, 1, channels, 1, 1));
        var offset = builder.Constant($"{prefix}input_offset", HostTensor.Of(offsets, 1, channels, 1, 1));
        var scaled = builder.Add("Mul", $"{prefix}input_scaled", [input, factor]); // [N, C, H, W]
        return builder.Add("Add", $"{prefix}input_shifted", [scaled, offset]);
    }

    private static bool IsSame(Preprocessing one, Preprocessing other) => one.Scale == other.Scale
        && one.Mean.SequenceEqual(other.Mean) && one.StandardDeviation.SequenceEqual(other.StandardDeviation);

    private static string Side(CascadeStage stage) => stage.Preprocessing?.Size is { } size ? $"{size}" : "of the input";
}
