using System.Text.Json.Serialization;

namespace Ponder.Halting;

/// <summary>What halts, or is left out.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HaltingKind>))]
public enum HaltingKind
{
    /// <summary>Whole images: adaptive computation time, scores [N, 1, 1, 1].</summary>
    [JsonStringEnumMemberName("image")]
    Image,

    /// <summary>Every position of a feature map by itself: spatially adaptive computation time, scores [N, 1, H, W].</summary>
    [JsonStringEnumMemberName("position")]
    Position,

    /// <summary>Every unit decides for every position whether it runs there, whatever other units decided: masks, logits [N, 1, H, W].</summary>
    [JsonStringEnumMemberName("mask")]
    Mask,
}
