using Ponder.Evaluation;

namespace Ponder.Training.Trainers;

/// <summary>Fills batches in an order and with shifts that follow from seed, epoch and place alone.</summary>
internal sealed class BatchLoader
{
    private readonly ISampleSource _source;
    private readonly TrainingOptions _options;
    private readonly float[] _sample;
    private int[] _order = [];

    public BatchLoader(ISampleSource source, TrainingOptions options)
    {
        (_source, _options) = (source, options);
        _sample = new float[source.SampleLength];
        Batch = new float[options.BatchSize * source.SampleLength];
        Labels = new long[options.BatchSize];
    }

    /// <summary>[batch, C, H, W] of the step filled last.</summary>
    public float[] Batch { get; }

    /// <summary>Classes of the step filled last.</summary>
    public long[] Labels { get; }

    public int StepsPerEpoch => (_source.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>Shuffles for an epoch.</summary>
    public void StartEpoch(int epoch)
    {
        _order = [.. Enumerable.Range(0, _source.Count)];
        new Random(Mix(epoch, 0)).Shuffle(_order);
    }

    /// <summary>Reads a step's samples.</summary>
    /// <returns>How many they are: fewer in an epoch's last step.</returns>
    public int Fill(int epoch, int step)
    {
        int start = step * _options.BatchSize;
        int count = Math.Min(_options.BatchSize, _source.Count - start);
        var random = new Random(Mix(epoch, step + 1));
        for (int i = 0; i < count; i++)
        {
            int index = _order[start + i];
            Labels[i] = _source.Label(index);
            var target = Batch.AsSpan(i * _source.SampleLength, _source.SampleLength);
            if (_options.MaxShift == 0)
            {
                _source.Read(index, target);
                continue;
            }

            _source.Read(index, _sample);
            Shift(target, random.Next(-_options.MaxShift, _options.MaxShift + 1), random.Next(-_options.MaxShift, _options.MaxShift + 1));
        }

        return count;
    }

    // Pixels from outside repeat the nearest edge pixel.
    private void Shift(Span<float> target, int down, int right)
    {
        int height = _source.SampleShape[1], width = _source.SampleShape[2];
        for (int i = 0; i < target.Length; i++)
        {
            int x = i % width, y = i / width % height, plane = i / (width * height);
            int fromY = Math.Clamp(y - down, 0, height - 1), fromX = Math.Clamp(x - right, 0, width - 1);
            target[i] = _sample[(((plane * height) + fromY) * width) + fromX];
        }
    }

    private int Mix(int epoch, int step) => unchecked((((_options.Seed * 1_000_003) + epoch) * 1_000_003) + step);
}
