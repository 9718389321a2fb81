using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A model that answers: an executor whose samples leave where they may.</summary>
public interface IPredictor : IGraphExecutor
{
    /// <summary>Elements of one sample of the model's input.</summary>
    int SampleLength { get; }

    /// <summary>Answers for a batch of any size, in order.</summary>
    /// <param name="samples">[count, C, H, W], preprocessed, row-major.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="predictions">Receives one answer for each.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">The graph has no plan that names its outputs.</exception>
    /// <exception cref="ModelFormatException">The graph answers with an exit that its plan does not have.</exception>
    void Predict(ReadOnlySpan<float> samples, int count, Span<Prediction> predictions);
}
