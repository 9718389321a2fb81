using Ponder.Evaluation;

namespace Ponder.Training.Trainers;

/// <summary>Makes batches whose order, shifts and flips follow from seed, epoch and place alone; the next one while a step runs.</summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly ISampleSource _source;
    private readonly TrainingOptions _options;
    private readonly float[] _black;
    private readonly float[] _sample;
    private int[] _order = [];
    private int _orderEpoch = -1;
    private (int Epoch, int Step) _nextPlace;
    private Task<TrainingBatch>? _next;

    public BatchLoader(ISampleSource source, TrainingOptions options)
    {
        (_source, _options) = (source, options);
        _black = [.. source.Black];
        _sample = new float[source.SampleLength];
    }

    public int StepsPerEpoch => (_source.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The batch of a step; an epoch's last one may be smaller. Starts on the batch after it in the background.</summary>
    public TrainingBatch Take(int epoch, int step)
    {
        TrainingBatch? prepared = Finish();
        var batch = prepared is not null && _nextPlace == (epoch, step) ? prepared : Load(epoch, step);
        _nextPlace = step + 1 < StepsPerEpoch ? (epoch, step + 1) : (epoch + 1, 0);
        if (_nextPlace.Epoch < _options.Epochs)
            _next = Task.Run(() => Load(_nextPlace.Epoch, _nextPlace.Step));
        return batch;
    }

    public void Dispose() => Finish();

#pragma warning disable VSTHRD002 // The background task never waits for this thread.
    private TrainingBatch? Finish()
    {
        var batch = _next?.GetAwaiter().GetResult();
        _next = null;
        return batch;
    }
#pragma warning restore VSTHRD002

    private TrainingBatch Load(int epoch, int step)
    {
        Shuffle(epoch);
        int start = step * _options.BatchSize, length = _source.SampleLength;
        int count = Math.Min(_options.BatchSize, _source.Count - start);
        var batch = new TrainingBatch(new float[count * length], new long[count]);
        var random = new Random(Mix(epoch, step + 1));
        for (int i = 0; i < count; i++)
        {
            int index = _order[start + i];
            batch.Labels[i] = _source.Label(index);
            Read(index, random, batch.Samples.AsSpan(i * length, length));
        }

        return batch;
    }

    private void Shuffle(int epoch)
    {
        if (_orderEpoch == epoch)
            return;
        _order = [.. Enumerable.Range(0, _source.Count)];
        new Random(Mix(epoch, 0)).Shuffle(_order);
        _orderEpoch = epoch;
    }

    private void Read(int index, Random random, Span<float> target)
    {
        int down = 0, right = 0;
        if (_options.MaxShift > 0)
            (down, right) = (random.Next(-_options.MaxShift, _options.MaxShift + 1), random.Next(-_options.MaxShift, _options.MaxShift + 1));
        bool flips = _options.Flip && random.Next(2) == 1;
        if (down == 0 && right == 0 && !flips)
        {
            _source.Read(index, target);
            return;
        }

        _source.Read(index, _sample);
        Move(target, down, right, flips);
    }

    private void Move(Span<float> target, int down, int right, bool flips)
    {
        int height = _source.SampleShape[1], width = _source.SampleShape[2];
        int visible = Math.Max(0, width - Math.Abs(right)), from = Math.Max(0, -right), to = Math.Max(0, right);
        for (int row = 0; row < _black.Length * height; row++)
        {
            int plane = row / height, fromY = (row % height) - down;
            var line = target.Slice(row * width, width);
            line.Fill(_black[plane]);
            if (visible > 0 && fromY >= 0 && fromY < height)
                _sample.AsSpan((((plane * height) + fromY) * width) + from, visible).CopyTo(line[to..]);
            if (flips)
                line.Reverse();
        }
    }

    private int Mix(int epoch, int step) => unchecked((((_options.Seed * 1_000_003) + epoch) * 1_000_003) + step);
}
