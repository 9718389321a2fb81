using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>Gradient descent with Nesterov's momentum in the form of Sutskever et al. 2013, and L2 weight decay.</summary>
/// <remarks>
/// g = gradient + decay * w; v = momentum * v + g; w = w - rate * (g + momentum * v). Only weights of two or more dimensions
/// decay: biases, scales and offsets have one. Every scalar is held until its call has returned, as in <see cref="AdamOptimizer"/>.
/// </remarks>
internal sealed class SgdOptimizer : IOptimizer
{
    private readonly Tensor[] _weights;
    private readonly Tensor[] _velocities;
    private readonly double _momentum;
    private readonly Scalar _momentumScalar;
    private readonly Scalar _decay;
    private readonly bool _decays;

    public SgdOptimizer(IEnumerable<Tensor> weights, double momentum, double weightDecay)
    {
        _weights = [.. weights];
        _velocities = OptimizerState.ZerosFor(_weights);
        (_momentum, _momentumScalar, _decay, _decays) = (momentum, momentum.ToScalar(), weightDecay.ToScalar(), weightDecay > 0);
    }

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var step = (-learningRate).ToScalar();
        using var momentumStep = (-learningRate * _momentum).ToScalar();
        for (int i = 0; i < _weights.Length; i++)
        {
            if (_weights[i].grad is not { } gradient)
                continue;
            if (_decays && _weights[i].dim() >= 2)
                gradient.add_(_weights[i], _decay);
            _velocities[i].mul_(_momentumScalar).add_(gradient, HeldScalars.One);
            _weights[i].add_(gradient, step).add_(_velocities[i], momentumStep);
            gradient.zero_();
        }
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter writer) => OptimizerState.Write(writer, _velocities);

    /// <inheritdoc/>
    public void Read(BinaryReader reader) => OptimizerState.Read(reader, _velocities);

    public void Dispose()
    {
        foreach (var velocity in _velocities)
            velocity.Dispose();
        _momentumScalar.Dispose();
        _decay.Dispose();
    }
}
