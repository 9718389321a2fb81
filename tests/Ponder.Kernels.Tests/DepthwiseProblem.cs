namespace Ponder.Kernels.Tests;

/// <summary>A random image and a window for each channel, with the answer in the order that the kernel promises.</summary>
internal sealed class DepthwiseProblem
{
    private readonly DepthwiseShape _shape;
    private readonly float[] _image;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly int _size;
    private readonly int _pitch;

    public DepthwiseProblem(int channels, int kernel, int size)
    {
        var random = new Random(7);
        float[] Fill(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        (_shape, _size, _pitch) = (new DepthwiseShape(channels, kernel, kernel), size, size + kernel - 1);
        _image = [.. Fill(_pitch * _pitch * channels), .. new float[KernelConstants.SlackFloats]];
        (_weights, _bias) = (Fill(channels * kernel * kernel), Fill(channels));
    }

    public float[] Run(InstructionSet set, int[] rows, float initial = 0)
    {
        float[] result = new float[_size * _size * _shape.Channels];
        Array.Fill(result, initial);
        new DepthwiseKernel(_shape, _weights, _bias, set).Run(
            _image, _pitch, 0, [.. rows.Select(row => (row / _size * _pitch) + (row % _size))], result, rows, default);
        return result;
    }

    public float[] Expected() =>
    [
        .. from row in Enumerable.Range(0, _size * _size)
           from channel in Enumerable.Range(0, _shape.Channels)
           select Sum(row, channel),
    ];

    private float Sum(int row, int channel)
    {
        int kernel = _shape.KernelHeight;
        float sum = _bias[channel];
        for (int place = 0; place < kernel * kernel; place++)
        {
            int pixel = (((row / _size) + (place / kernel)) * _pitch) + (row % _size) + (place % kernel);
            sum = MathF.FusedMultiplyAdd(_image[(pixel * _shape.Channels) + channel], _weights[(channel * kernel * kernel) + place], sum);
        }

        return sum;
    }
}
