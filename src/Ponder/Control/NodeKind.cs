using System.Text.Json.Serialization;

namespace Ponder.Control;

/// <summary>What a node of a control graph is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeKind>))]
public enum NodeKind
{
    /// <summary>The model's input.</summary>
    [JsonStringEnumMemberName("input")]
    Input,

    /// <summary>Computes from what it reads.</summary>
    [JsonStringEnumMemberName("regular")]
    Regular,

    /// <summary>Scores its actions from what it reads; the action of the highest score is chosen.</summary>
    [JsonStringEnumMemberName("control")]
    Control,

    /// <summary>Computes nothing: an action that lets only dummy nodes run stops its branch.</summary>
    [JsonStringEnumMemberName("dummy")]
    Dummy,

    /// <summary>Passes on the one of its sources that runs.</summary>
    [JsonStringEnumMemberName("merge")]
    Merge,
}
