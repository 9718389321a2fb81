using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>What an elementwise step reads: a tensor, or one line of constants beside every line of the result.</summary>
internal readonly struct ElementwiseOperand
{
    private readonly float[] _line;

    public ElementwiseOperand(TensorLayout layout) => (Layout, _line) = (layout, []);

    private ElementwiseOperand(float[] line) => _line = line;

    /// <summary>How the tensor lies; null for constants.</summary>
    public TensorLayout? Layout { get; }

    /// <summary>One constant for each channel, or for all, repeated for the pixels of the longest line.</summary>
    public static ElementwiseOperand Repeat(ReadOnlySpan<float> constants, TensorLayout beside)
    {
        float[] line = new float[ImageLines.Of(beside).Longest];
        for (int i = 0; i < line.Length; i++)
            line[i] = constants[i % constants.Length];
        return new ElementwiseOperand(line);
    }

    /// <summary>A constant input of one number, or one for each channel of an image; null for any other.</summary>
    public static ElementwiseOperand? Constant(GraphView view, GraphNode node, int index, TensorLayout beside)
    {
        if (view.Constant(node, index) is not { } constant)
            return null;
        bool isPerChannel = beside.IsImage && constant.Shape.Count >= 3 && constant.Length == beside.Channels && constant.Shape[^3] == beside.Channels;
        bool isRow = !beside.IsImage && constant.Length == beside.SampleLength && constant.Shape[^1] == beside.SampleLength;
        return isPerChannel || isRow || constant.Length == 1 ? Repeat(constant.Floats, beside) : null;
    }

    /// <summary>The numbers beside a line of the result, and for constants perhaps more.</summary>
    public ReadOnlySpan<float> Line(Workspace workspace, int sample, ImageLines lines, int line) =>
        Layout is null ? _line : lines.Line(workspace.Sample<float>(Layout, sample), Layout, line);
}
