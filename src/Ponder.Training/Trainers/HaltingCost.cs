using System.Text.Json.Serialization;

namespace Ponder.Training.Trainers;

/// <summary>What pondering costs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HaltingCost>))]
public enum HaltingCost
{
    /// <summary>Every unit the same, as in the paper.</summary>
    Units,

    /// <summary>A block's units their multiply-adds, as multiples of the mean over all units that may halt.</summary>
    Macs,
}
