namespace Ponder.Report;

/// <summary>Finds all faults of a model at once, so that the drawing code need not look for them.</summary>
internal static class ReportModelValidator
{
    public static IReadOnlyList<string> Faults(ReportModel model)
    {
        var faults = new List<string>();
        if (model.Schema != ReportModel.CurrentSchema)
            faults.Add($"schema: expected {ReportModel.CurrentSchema}, got {model.Schema}");
        foreach (var exit in model.Exits.Where(exit => exit.Share is not (>= 0 and <= 1)))
            faults.Add($"exit '{exit.Name}': expected a share in [0, 1], got {exit.Share}");
        foreach (var series in model.Training.Where(series => series.Epochs.Count != series.Values.Count))
            faults.Add($"training series '{series.Name}': expected {series.Epochs.Count} values, got {series.Values.Count}");
        foreach (var group in model.Pictures)
        {
            for (var index = 0; index < group.Pictures.Count; index++)
            {
                if (PictureFault(group.Pictures[index]) is { } fault)
                    faults.Add($"picture {index} of '{group.Title}': {fault}");
            }
        }
        return faults;
    }

    private static string? PictureFault(Picture picture)
    {
        if (picture.Width < 1 || picture.Height < 1)
            return $"expected at least 1 x 1 pixels, got {picture.Width} x {picture.Height}";
        if (picture.Channels is not (1 or 3))
            return $"expected 1 or 3 channels, got {picture.Channels}";
        var bytes = (long)picture.Width * picture.Height * picture.Channels;
        return picture.Pixels.Length == bytes ? null : $"expected {bytes} bytes of pixels, got {picture.Pixels.Length}";
    }
}
