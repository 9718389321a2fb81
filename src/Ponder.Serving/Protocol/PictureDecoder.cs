using System.Diagnostics;
using Ponder.Serving.Models;

namespace Ponder.Serving.Protocol;

/// <summary>Makes samples of a request's pictures, in front of the queue and never on an engine's thread.</summary>
/// <remarks>As many requests at once as there are processors: a picture takes many times its file's memory while it is decoded.</remarks>
internal sealed class PictureDecoder(ServingOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount);
    private int _inside;

    /// <summary>Decodes the pictures of a request; one of numbers stays as it is.</summary>
    /// <param name="model">The model that it is for.</param>
    /// <param name="call">The request.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    /// <returns>The request with samples, whose timeout is shorter by what decoding took; and what is wrong with it, null where nothing is.</returns>
    public async ValueTask<(InferenceCall Call, ServingFault? Fault)> DecodeAsync(ServedModel model, InferenceCall call, CancellationToken cancellation)
    {
        if (call.Pictures.Count == 0)
            return (call, null);
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (Interlocked.Increment(ref _inside) > options.MaxWaiting)
                return (call, new ServingFault(ServingError.Busy, $"model '{model.Name}': expected at most {options.MaxWaiting} requests whose pictures are decoded, got one more"));
            await _places.WaitAsync(cancellation);
            try
            {
                call = call with { Samples = Decode(model, call.Pictures, cancellation) };
            }
            finally
            {
                _places.Release();
            }
        }
        catch (InvalidDataException error)
        {
            return (call, new ServingFault(ServingError.InvalidArgument, error.Message));
        }
        catch (OperationCanceledException)
        {
            return (call, new ServingFault(ServingError.Unavailable, "request: the client has gone"));
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }

        return WithTimeLeft(call, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static float[] Decode(ServedModel model, IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancellation)
    {
        var reader = model.Pictures
            ?? throw new InvalidDataException($"input '{model.Input.Name}': expected datatype FP32, got BYTES, which the model that is loaded now does not read"); // it was replaced
        float[] samples = new float[pictures.Count * model.SampleLength];
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            string name = $"input '{model.Input.Name}', element {i}";
            float[] sample = reader.Read(pictures[i].ToArray(), name);
            if (sample.Length != model.SampleLength)
                throw new InvalidOperationException($"{name}: expected {model.SampleLength} numbers of the picture reader, got {sample.Length}");
            sample.CopyTo(samples.AsSpan(i * model.SampleLength));
        }

        return samples;
    }

    private static (InferenceCall Call, ServingFault? Fault) WithTimeLeft(InferenceCall call, TimeSpan taken) => call.Timeout - taken is not { } left
        ? (call, null)
        : left > TimeSpan.Zero
            ? (call with { Timeout = left }, null)
            : (call, new ServingFault(ServingError.DeadlineExceeded, $"timeout: expected more than the {taken.TotalMilliseconds:0.###} ms that reading the pictures took, got {call.Timeout!.Value.TotalMilliseconds:0.###}")); // null has no difference
}
