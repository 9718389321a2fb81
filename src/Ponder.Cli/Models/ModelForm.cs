using Ponder.Data.Pictures;
using Ponder.Graph;

namespace Ponder.Cli.Models;

/// <summary>Says what a model wants of pictures.</summary>
internal static class ModelForm
{
    /// <summary>The form of the model's only input.</summary>
    /// <exception cref="CommandException">The model does not read images.</exception>
    public static PictureForm Of(GatedGraph graph)
    {
        if (graph.Inputs is not [{ Shape: { Rank: 4, HasBatch: true } shape }])
            throw new CommandException($"{graph.Source}: expected one input [N, C, H, W], got {string.Join("; ", graph.Inputs)}");
        return new PictureForm(shape[1], shape[2], shape[3])
        {
            Size = graph.Plan?.Preprocessing?.Size,
            Classes = graph.Plan is { } plan ? graph.Tensor(plan.Exits[^1].Logits).Shape[1] : null,
            Labels = graph.Plan?.Labels ?? [],
        };
    }
}
