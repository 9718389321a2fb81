using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Inference.Steps;

namespace Ponder.Inference;

/// <summary>One output of a graph, computed again and again with nothing in the way: what the engine does without any exit, and everywhere.</summary>
/// <remarks>One thread, no allocation. One call at a time.</remarks>
public sealed class InferenceBaseline
{
    private readonly Workspace _workspace;
    private readonly TensorLayout _input;
    private readonly TensorLayout _output;

    /// <summary>Prepares an output, e.g. the trunk's last logits; operators that it does not need are left out.</summary>
    /// <param name="graph">A graph with one input.</param>
    /// <param name="output">A float tensor of it, of rank 2.</param>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators that the output needs.</exception>
    public InferenceBaseline(GatedGraph graph, string output)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var compiled = GraphCompiler.Compile(graph, graph.Inputs, [output], positions: false);
        (_workspace, _input, _output) = (new Workspace(compiled), compiled.Feeds[0], compiled.Outputs[0]);
    }

    /// <summary>Computes the output of a batch of any size.</summary>
    /// <param name="samples">[count, C, H, W], preprocessed, row-major.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="results">Receives the output, [count, K].</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public void Run(ReadOnlySpan<float> samples, int count, Span<float> results)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, count * _input.SampleLength, nameof(samples));
        ArgumentOutOfRangeException.ThrowIfLessThan(results.Length, count * _output.SampleLength, nameof(results));
        int chunkSize = _workspace.Graph.ChunkSize;
        for (int start = 0; start < count; start += chunkSize)
        {
            int chunk = Math.Min(chunkSize, count - start);
            for (int i = 0; i < chunk; i++)
            {
                var sample = samples.Slice((start + i) * _input.SampleLength, _input.SampleLength);
                if (_input.IsImage)
                    ImageCopy.ToPixels(_input, sample, _workspace.Sample<float>(_input, i));
                else
                    sample.CopyTo(_workspace.Sample<float>(_input, i));
            }

            _workspace.Run(chunk);
            for (int i = 0; i < chunk; i++)
                _workspace.Sample<float>(_output, i).CopyTo(results[((start + i) * _output.SampleLength)..]);
        }
    }
}
