using System.Text;
using Ponder.Cli.Predicting;
using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Cli.Mapping;

/// <summary>Writes the pictures of all images into a folder.</summary>
internal sealed class MapMaker
{
    private readonly GatedGraph _graph;
    private readonly ModelPlan _plan;
    private readonly ImageReader _reader;
    private readonly PonderRecorder _recorder;
    private readonly ContactSheet _sheet = new();
    private readonly List<ImageMaps> _images = [];

    /// <summary>Prepares for a model.</summary>
    /// <exception cref="ModelFormatException">Nothing halts in the model, or it does not read images.</exception>
    /// <exception cref="CommandException">The model does not say how pixels become inputs.</exception>
    public MapMaker(GatedGraph graph)
    {
        (_graph, _recorder, _reader) = (graph, new PonderRecorder(graph), new ImageReader(graph));
        _plan = graph.Plan!; // the recorder wants one
    }

    /// <summary>Writes them.</summary>
    /// <param name="files">Image files and folders of pictures.</param>
    /// <param name="terminal">Told of progress.</param>
    /// <param name="output">The folder.</param>
    /// <param name="cancellationToken">Checked between images.</param>
    /// <exception cref="CommandException">A folder has no picture, a file is damaged, or an image does not fit the model.</exception>
    public MapReport Make(Terminal terminal, IReadOnlyList<string> files, string output, CancellationToken cancellationToken)
    {
        string[] arguments = [.. files.SelectMany(PictureFiles.Expand)];
        using var executor = Engines.Open(terminal, Engines.Ponder, _graph, threads: 1);
        var folder = new MapFolder(output);
        return ProgressBar.Run(terminal, "maps", progress =>
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                foreach (var image in _reader.Read(arguments[i]))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Add(folder, image, _recorder.Record(executor, image.Values, 1)[0]);
                    progress.Report(new ProgressState((double)i / arguments.Length, $"{_images.Count:N0} images"));
                }
            }

            return Finish(folder);
        });
    }

    private void Add(MapFolder folder, ModelImage image, PonderRecord record)
    {
        string label = record.Prediction >= 0 && record.Prediction < _plan.Labels.Count ? _plan.Labels[record.Prediction] : $"{record.Prediction}";
        double share = record.Macs / (double)_recorder.StaticMacs;
        var picture = PonderOverlay.Image(_plan.Preprocessing!.Undo(image.Values), _reader.Form); // the reader wants it
        string file = folder.Add(image.Name, MapPicture.Draw(
            _recorder.Plan, picture, record, Path.GetFileName(image.Name),
            $"{label} {Tables.Percent(record.Confidence)}, {record.Macs / 1e6:0.00} M MACs, {Tables.Percent(share)} of all units"));
        var costs = _recorder.Plan.Blocks.Zip(record.Blocks).ToDictionary(block => block.First.Name, block => block.Second.Mean);
        _images.Add(new ImageMaps(image.Name, file, record.Prediction, label, record.Confidence, record.Macs, share, costs));
        _sheet.Add(_recorder.HasMap ? PonderOverlay.Draw(picture, record.Sum, CostScale.Of(_recorder.Plan.Kind, _recorder.Plan.Blocks)) : picture, label, record.Macs);
    }

    private MapReport Finish(MapFolder folder)
    {
        bool hasSheet = _images.Count > 1;
        if (hasSheet)
            folder.Write(MapFolder.ContactSheet, _sheet.Draw().ToPng());
        var report = new MapReport(
            _graph.Source, _recorder.Plan.Kind, _recorder.Plan.Blocks.ToDictionary(block => block.Name, block => block.Units),
            _recorder.StaticMacs, _images, hasSheet ? MapFolder.ContactSheet : null);
        folder.Write(MapFolder.Report, Encoding.UTF8.GetBytes(CliJson.Text(report, CliJson.Default.MapReport) + "\n"));
        return report;
    }
}
