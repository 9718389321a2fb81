using Ponder.Evaluation;
using Ponder.Halting;

namespace Ponder.Cli.Mapping;

/// <summary>Draws what a network thought about one image: the image, a panel for each block, one for the sum; bars where images halt.</summary>
internal sealed class MapPicture
{
    private const int LeastSide = 256; // of a panel, so that small images can be seen
    private const int Gap = 12;
    private const int TextScale = 2;
    private const int LineHeight = (PixelFont.Height * TextScale) + 6;
    private const int ScaleHeight = 10;
    private const int TickHeight = 5;
    private static readonly (byte, byte, byte) Ink = (0, 0, 0);
    private static readonly (byte, byte, byte) Frame = (225, 225, 225);

    private readonly HaltingPlan _plan;
    private readonly Canvas _image;
    private readonly PonderRecord _record;
    private readonly int _scale;
    private readonly int _width;
    private readonly int _height;
    private readonly Canvas _canvas;

    private MapPicture(HaltingPlan plan, Canvas image, PonderRecord record, int captions)
    {
        (_plan, _image, _record) = (plan, image, record);
        _scale = (LeastSide + Math.Min(image.Width, image.Height) - 1) / Math.Min(image.Width, image.Height);
        (_width, _height) = (image.Width * _scale, image.Height * _scale);
        int panels = plan.Kind == HaltingKind.Image ? 3 : plan.Blocks.Count + 2; // bars are two panels wide
        _canvas = new Canvas(Gap + (panels * (_width + Gap)), (2 * Gap) + _height + ScaleHeight + TickHeight + ((2 + captions) * LineHeight));
    }

    /// <summary>Draws one.</summary>
    /// <param name="plan">What halts.</param>
    /// <param name="image">The image as the model saw it.</param>
    /// <param name="record">What the model did.</param>
    /// <param name="captions">Lines below.</param>
    public static Canvas Draw(HaltingPlan plan, Canvas image, PonderRecord record, params IReadOnlyList<string> captions)
    {
        var picture = new MapPicture(plan, image, record, captions.Count);
        picture.DrawPanel(0, "image", image);
        if (plan.Kind == HaltingKind.Image)
            picture.DrawBars();
        else
            picture.DrawMaps();
        picture.WriteCaptions(captions);
        return picture._canvas;
    }

    private int Left(int panel) => Gap + (panel * (_width + Gap));

    private void DrawPanel(int panel, string title, Canvas content)
    {
        _canvas.Write(title, Left(panel), Gap, _width, TextScale);
        _canvas.Draw(content, Left(panel), Gap + LineHeight, _scale);
    }

    private void DrawMaps()
    {
        for (int b = 0; b < _plan.Blocks.Count; b++)
        {
            var (block, map, scale) = (_plan.Blocks[b], _record.Blocks[b], CostScale.Of(_plan.Kind, _plan.Blocks[b]));
            DrawPanel(b + 1, $"{block.Name}: {map.Mean:0.00}", PonderOverlay.Draw(_image, map, scale));
            DrawScale(b + 1, scale);
        }

        var sum = CostScale.Of(_plan.Kind, _plan.Blocks);
        DrawPanel(_plan.Blocks.Count + 1, $"sum: {_record.Sum.Mean:0.00}", PonderOverlay.Draw(_image, _record.Sum, sum));
        DrawScale(_plan.Blocks.Count + 1, sum);
    }

    private void DrawScale(int panel, CostScale scale)
    {
        int left = Left(panel), top = Gap + LineHeight + _height + 2;
        for (int x = 0; x < _width; x++)
            _canvas.Fill(left + x, top, 1, ScaleHeight, ColorMap.At((double)x / (_width - 1)));
        foreach (int tick in scale.Ticks())
        {
            int x = (int)Math.Round(scale.Fraction(tick) * (_width - 1)), width = $"{tick}".Length * PixelFont.Advance * TextScale;
            _canvas.Fill(left + x, top + ScaleHeight, 1, TickHeight, Ink);
            _canvas.Write($"{tick}", left + Math.Clamp(x - (width / 2), 0, _width - width), top + ScaleHeight + TickHeight + 1, width, TextScale);
        }
    }

    private void DrawBars()
    {
        int rows = _plan.Blocks.Count + 1, height = _height / rows;
        for (int b = 0; b < _plan.Blocks.Count; b++)
            DrawBar(b * height, height, _plan.Blocks[b].Name, _record.Blocks[b].Mean, CostScale.Of(_plan.Kind, _plan.Blocks[b]));
        DrawBar(_plan.Blocks.Count * height, height, "sum", _record.Sum.Mean, CostScale.Of(_plan.Kind, _plan.Blocks));
    }

    private void DrawBar(int top, int height, string name, double cost, CostScale scale)
    {
        int left = Left(1), width = (2 * _width) + Gap;
        top += Gap + LineHeight;
        _canvas.Write($"{name}: {cost:0.00} of {scale.Most:0}", left, top, width, TextScale);
        _canvas.Fill(left, top + LineHeight, width, height - LineHeight - Gap, Frame);
        _canvas.Fill(left, top + LineHeight, (int)Math.Round(width * cost / scale.Most), height - LineHeight - Gap, ColorMap.At(scale.Fraction(cost)));
    }

    private void WriteCaptions(IReadOnlyList<string> captions)
    {
        for (int i = 0; i < captions.Count; i++)
            _canvas.Write(captions[i], Gap, _canvas.Height - Gap - ((captions.Count - i) * LineHeight), _canvas.Width - (2 * Gap), TextScale);
    }
}
