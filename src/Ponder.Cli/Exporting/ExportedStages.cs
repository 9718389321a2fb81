using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;
using Ponder.OnnxRuntime;

namespace Ponder.Cli.Exporting;

/// <summary>An export of a file for each exit, run as docs/export.md says: each stage with the samples that nobody accepted yet.</summary>
internal sealed class ExportedStages(StagedModel model) : IExportedModel
{
    private readonly OnnxRuntimeFile[] _files =
        [.. model.Files.Select((bytes, s) => new OnnxRuntimeFile(bytes, model.Manifest.Stages[s].File))];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds)
    {
        int count = feeds[InputName].Shape[0];
        int[] left = [.. Enumerable.Range(0, count)];
        var at = feeds.ToDictionary();
        float[][] logits = new float[count][];
        long[] exits = new long[count];
        float[] confidences = new float[count];
        for (int s = 0; s < _files.Length && left.Length > 0; s++)
        {
            var results = _files[s].Run(at);
            foreach (string carried in model.Manifest.Stages[s].Carried.Select(tensor => tensor.Name))
                at[carried] = results[carried];
            bool[] accept = s == _files.Length - 1 ? [.. left.Select(_ => true)] : results["accept"].Booleans.ToArray();
            for (int row = 0; row < left.Length; row++)
            {
                if (!accept[row])
                    continue;
                logits[left[row]] = Rows.Take(results[EarlyExitConstants.Logits], [row]).Floats.ToArray();
                confidences[left[row]] = results[EarlyExitConstants.Confidence].Floats[row];
                exits[left[row]] = s;
            }

            int[] going = [.. Enumerable.Range(0, left.Length).Where(row => !accept[row])];
            left = [.. going.Select(row => left[row])];
            at = at.ToDictionary(feed => feed.Key, feed => IsThreshold(feed.Key) ? feed.Value : Rows.Take(feed.Value, going));
        }

        return new Dictionary<string, HostTensor>
        {
            [EarlyExitConstants.Logits] = HostTensor.Of([.. logits.SelectMany(row => row)], count, logits[0].Length),
            [EarlyExitConstants.Exit] = HostTensor.Of(exits, count, 1),
            [EarlyExitConstants.Confidence] = HostTensor.Of(confidences, count, 1),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    private string InputName => model.Manifest.Stages[0].Inputs[0].Name; // nothing is carried into the first stage

    private bool IsThreshold(string name) => model.Manifest.Stages.Any(stage => stage.Threshold == name);
}
