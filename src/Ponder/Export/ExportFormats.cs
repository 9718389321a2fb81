namespace Ponder.Export;

/// <summary>The names of the formats.</summary>
public static class ExportFormats
{
    /// <summary>One file for any batch size: those who go on are gathered, what comes of them is scattered back.</summary>
    public const string Rows = "onnx-rows";

    /// <summary>One file for a batch of one.</summary>
    public const string If = "onnx-if";

    /// <summary>A file for each exit; the caller decides who goes on.</summary>
    public const string Stages = "onnx-stages";

    /// <summary>The network without early exits.</summary>
    public const string Static = "onnx-static";

    internal const string MetadataKey = "ponder.export";
}
