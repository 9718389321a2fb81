using System.Text.Json;

namespace Ponder.Export;

/// <summary>A model cut at its exits.</summary>
/// <param name="Manifest">What the files are and how they fit together.</param>
/// <param name="Files">ONNX files in the manifest's order.</param>
public sealed record StagedModel(StageManifest Manifest, IReadOnlyList<byte[]> Files)
{
    /// <summary>The manifest's file name.</summary>
    public const string ManifestName = "stages.json";

    /// <summary>The manifest as JSON, as docs/export.md says.</summary>
    public string ToJson() => JsonSerializer.Serialize(Manifest, StageJsonContext.Default.StageManifest);
}
