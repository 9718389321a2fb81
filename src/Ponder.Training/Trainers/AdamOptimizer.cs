using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>Adam (Kingma and Ba 2015, Algorithm 1), with a state that can be written out and read back bit by bit.</summary>
/// <remarks>
/// Not TorchSharp's own: that one converts numbers to native scalars which nothing keeps alive during the native call, and
/// a garbage collection at that moment frees them under its feet. Every scalar here is held until its call has returned.
/// </remarks>
internal sealed class AdamOptimizer : IOptimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Tensor[] _weights;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;
    private readonly Scalar _beta1 = Beta1.ToScalar();
    private readonly Scalar _beta2 = Beta2.ToScalar();
    private readonly Scalar _newMean = (1 - Beta1).ToScalar();
    private readonly Scalar _newSquare = (1 - Beta2).ToScalar();
    private readonly Scalar _epsilon = Epsilon.ToScalar();
    private long _steps;

    public AdamOptimizer(IEnumerable<Tensor> weights)
    {
        _weights = [.. weights];
        _means = OptimizerState.ZerosFor(_weights);
        _squares = OptimizerState.ZerosFor(_weights);
    }

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _steps++;
        using var step = (-learningRate / (1 - Math.Pow(Beta1, _steps))).ToScalar();
        using var correction = Math.Sqrt(1 - Math.Pow(Beta2, _steps)).ToScalar();
        for (int i = 0; i < _weights.Length; i++)
        {
            if (_weights[i].grad is not { } gradient)
                continue;
            _means[i].mul_(_beta1).add_(gradient, _newMean);
            _squares[i].mul_(_beta2).addcmul_(gradient, gradient, _newSquare);
            var scale = _squares[i].sqrt().div_(correction).add_(_epsilon, HeldScalars.One);
            _weights[i].addcdiv_(_means[i], scale, step);
            gradient.zero_();
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_steps);
        OptimizerState.Write(writer, _means.Concat(_squares));
    }

    /// <inheritdoc/>
    public void Read(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        OptimizerState.Read(reader, _means.Concat(_squares));
    }

    public void Dispose()
    {
        foreach (var tensor in _means.Concat(_squares))
            tensor.Dispose();
        foreach (var scalar in new[] { _beta1, _beta2, _newMean, _newSquare, _epsilon })
            scalar.Dispose();
    }
}
