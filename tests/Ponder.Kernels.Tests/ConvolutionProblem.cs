namespace Ponder.Kernels.Tests;

/// <summary>A random image and kernel, with the answer in double precision.</summary>
internal sealed class ConvolutionProblem
{
    private readonly ConvolutionShape _shape;
    private readonly float[] _image;
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly int _size;
    private readonly int _pitch;

    private ConvolutionProblem(ConvolutionShape shape, int size)
    {
        var random = new Random(7);
        (_shape, _size, _pitch) = (shape, size, size + shape.KernelWidth - 1);
        _image = Fill(random, _pitch * _pitch * shape.InputChannels, slack: KernelConstants.SlackFloats);
        _weights = Fill(random, shape.InputChannels * shape.OutputChannels * shape.KernelHeight * shape.KernelWidth, slack: 0);
        _bias = Fill(random, shape.OutputChannels, slack: 0);
    }

    public static ConvolutionProblem Random(int inputs, int outputs, int kernel, int size) =>
        new(new ConvolutionShape(inputs, outputs, kernel, kernel), size);

    public float[] Run(InstructionSet set, Func<int, bool>? keep = null, float initial = 0)
    {
        int[] rows = [.. Enumerable.Range(0, _size * _size).Where(keep ?? (_ => true))];
        float[] result = new float[_size * _size * _shape.OutputChannels];
        Array.Fill(result, initial);
        Run(new ConvolutionKernel(_shape, _weights, _bias, set), rows, result);
        return result;
    }

    public float[] RunInPieces(InstructionSet set, int pieceLength)
    {
        var kernel = new ConvolutionKernel(_shape, _weights, _bias, set);
        float[] result = new float[_size * _size * _shape.OutputChannels];
        foreach (int[] piece in Enumerable.Range(0, _size * _size).Reverse().Chunk(pieceLength))
            Run(kernel, piece, result);
        return result;
    }

    public double NormalisedError(float[] result)
    {
        double error = 0, power = 0;
        for (int row = 0; row < _size * _size; row++)
        {
            for (int output = 0; output < _shape.OutputChannels; output++)
            {
                double expected = Reference(row, output);
                error += Math.Pow(result[(row * _shape.OutputChannels) + output] - expected, 2);
                power += expected * expected;
            }
        }

        return error / power;
    }

    private static float[] Fill(Random random, int count, int slack) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1), .. new float[slack]];

    private void Run(ConvolutionKernel kernel, int[] rows, float[] result) => kernel.Run(
        _image, _pitch, 0, [.. rows.Select(row => (row / _size * _pitch) + (row % _size))], result, rows, default);

    private double Reference(int row, int output)
    {
        int kernel = _shape.KernelHeight;
        double sum = _bias[output];
        for (int y = 0; y < kernel; y++)
        {
            for (int x = 0; x < kernel; x++)
            {
                for (int c = 0; c < _shape.InputChannels; c++)
                {
                    int pixel = (((row / _size) + y) * _pitch) + (row % _size) + x;
                    sum += (double)_image[(pixel * _shape.InputChannels) + c]
                        * _weights[(((((output * _shape.InputChannels) + c) * kernel) + y) * kernel) + x];
                }
            }
        }

        return sum;
    }
}
