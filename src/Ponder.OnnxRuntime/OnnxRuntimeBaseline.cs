using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>One output of a graph, computed again and again at a fixed batch size with nothing in the way: ONNX Runtime at its best.</summary>
/// <remarks>Input and output are bound once. One call at a time.</remarks>
public sealed class OnnxRuntimeBaseline : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input;
    private readonly OrtValue _output;
    private readonly float[] _inputData;
    private readonly float[] _outputData;

    /// <summary>Prepares an output, e.g. the trunk's last logits; operators that it does not need are cut away.</summary>
    /// <param name="graph">A graph with one input.</param>
    /// <param name="output">A float tensor of it.</param>
    /// <param name="batch">Samples of a call, at least 1.</param>
    /// <param name="threads">Threads of one operator, at least 1.</param>
    /// <exception cref="ArgumentException">The output is not in the graph, not float32, or needs more than one float32 input.</exception>
    /// <exception cref="ModelFormatException">ONNX Runtime does not take the part.</exception>
    public OnnxRuntimeBaseline(GatedGraph graph, string output, int batch, int threads)
    {
        FeedValidator.ValidateOutputs(graph, [output]);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var part = GraphCutter.Extract(graph, [output]);
        if (part.Inputs is not [{ ElementType: ElementType.Float32 } input])
            throw new ArgumentException($"output '{output}': expected one float32 input, got {string.Join(", ", part.Inputs)}", nameof(output));
        if (part.Tensor(output).ElementType != ElementType.Float32)
            throw new ArgumentException($"output '{output}': expected float32, got {part.Tensor(output)}", nameof(output));
        _session = SessionFactory.Open(part, threads);
        (_inputData, _input) = Tensor(input.Shape.WithBatch(batch));
        (_outputData, _output) = Tensor(part.Tensor(output).Shape.WithBatch(batch));
        _binding = _session.CreateIoBinding();
        _binding.BindInput(input.Name, _input);
        _binding.BindOutput(output, _output);
    }

    /// <summary>Computes the output of a batch.</summary>
    /// <param name="samples">[batch, C, H, W], preprocessed; copied.</param>
    /// <returns>The output; valid until the next call.</returns>
    /// <exception cref="ArgumentException">The number of elements is not that of a batch.</exception>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, _inputData.Length, nameof(samples));
        samples.CopyTo(_inputData);
        _session.RunWithBinding(_runOptions, _binding);
        return _outputData;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static (float[] Data, OrtValue Value) Tensor(int[] shape)
    {
        float[] data = GC.AllocateArray<float>(shape.Aggregate(1, (product, size) => checked(product * size)), pinned: true);
        return (data, OrtValue.CreateTensorValueFromMemory(data, [.. shape.Select(size => (long)size)]));
    }
}
