using Ponder.Cli.Models;
using Ponder.Cli.Rendering;
using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Saliency;

namespace Ponder.Cli.Mapping;

/// <summary>Measures whether a network thinks longer inside of objects' boxes than outside.</summary>
internal sealed class BoxMeasurement
{
    private readonly GatedGraph _graph;
    private readonly PonderRecorder _recorder;
    private readonly PictureForm _form;
    private readonly double _blur;

    /// <summary>Prepares for a model.</summary>
    /// <exception cref="ModelFormatException">Nothing halts in the model.</exception>
    /// <exception cref="CommandException">Whole images halt in the model, or it does not read images.</exception>
    public BoxMeasurement(GatedGraph graph)
    {
        (_graph, _recorder) = (graph, new PonderRecorder(graph));
        if (!_recorder.HasMap)
            throw new CommandException($"{graph.Source}: expected a model whose positions halt, got one whose images do");
        // Any classes will do: only boxes are asked for.
        _form = ModelForm.Of(graph) with { Labels = [], Classes = null };
        int coarsest = _recorder.Plan.Blocks.Min(block => graph.Tensor(block.PonderCost).Shape[2]);
        _blur = _form.Height / (2.0 * coarsest); // half of the largest square that halts as one
    }

    /// <summary>Measures on a split.</summary>
    /// <exception cref="DataNotFoundException">There is no such data set or split.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    /// <exception cref="CommandException">The data has no boxes.</exception>
    public BoxReport Measure(Terminal terminal, string data, string split, CancellationToken cancellationToken)
    {
        var samples = DataCatalog.Open(data, _form, terminal.Log).Open(split, _graph.Plan?.Preprocessing);
        if (samples.PathOf(0) is null)
            throw new CommandException($"{data}: expected picture files with lists of boxes beside them, got images without files");
        using var executor = Engines.Open(terminal, Engines.Ponder, _graph, threads: 1);
        var (saliency, boxes) = (new BoxSaliency(_blur), new BoundingBoxes());
        var leftOut = ProgressBar.Run(terminal, "maps", progress =>
        {
            var left = new LeftOutImages(0, 0, 0);
            for (int i = 0; i < samples.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                left = Add(saliency, samples, i, boxes.Of(samples.PathOf(i)!), executor, left); // all images of such a set have files
                progress.Report(new ProgressState((i + 1.0) / samples.Count, $"{i + 1:N0} images"));
            }

            return left;
        });
        return saliency.Count > 0
            ? new BoxReport(_graph.Source, samples.Name, saliency.Count, leftOut, _blur, BoxSaliency.Confidence, saliency.Areas(), saliency.Gains())
            : throw new CommandException($"{samples.Name}: expected images with pixels inside and outside of boxes, got none: {Text(leftOut)}");
    }

    /// <summary>Why images were left out, for people.</summary>
    public static string Text(LeftOutImages left) => $"{left.WithoutBox:N0} without a box, {left.AllInside:N0} all inside, {left.AllOutside:N0} all outside";

    private LeftOutImages Add(
        BoxSaliency saliency, SplitSource samples, int index, IReadOnlyList<BoundingBox> boxes, IGraphExecutor executor, LeftOutImages left)
    {
        if (boxes.Count == 0)
            return left with { WithoutBox = left.WithoutBox + 1 };
        var (height, width) = PictureReader.ReadSize(samples.PathOf(index)!); // as above
        bool[] mask = BoxMask.Of(boxes, height, width, _form);
        if (!mask.Contains(false))
            return left with { AllInside = left.AllInside + 1 };
        if (!mask.Contains(true))
            return left with { AllOutside = left.AllOutside + 1 };
        float[] sample = new float[samples.SampleLength];
        samples.Read(index, sample);
        saliency.Add(_recorder.Record(executor, sample, 1)[0].Sum, samples.Pixels(index), mask, samples.Group(index));
        return left;
    }
}
