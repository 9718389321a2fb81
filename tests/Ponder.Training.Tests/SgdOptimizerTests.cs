using Ponder.Training.Trainers;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

public sealed class SgdOptimizerTests
{
    [Fact]
    public void Step_Twice_FollowsNesterov()
    {
        // v = 1, w = 10 - 0.1 * (1 + 0.9) = 9.81; then v = 1.9, w = 9.81 - 0.1 * (1 + 0.9 * 1.9) = 9.539.
        Assert.Equal(9.539f, Train([1], steps: 2, weightDecay: 0), 1e-5f);
    }

    [Fact]
    public void Step_MatrixWithDecay_AddsItToTheGradient()
    {
        // g = 1 + 0.5 * 10 = 6, v = 6, w = 10 - 0.1 * (6 + 5.4) = 8.86.
        Assert.Equal(8.86f, Train([1, 1], steps: 1, weightDecay: 0.5), 1e-5f);
    }

    [Fact]
    public void Step_VectorWithDecay_LeavesItOut()
    {
        Assert.Equal(9.81f, Train([1], steps: 1, weightDecay: 0.5), 1e-5f);
    }

    /// <summary>A weight of 10 after steps of rate 0.1 along the gradient 1.</summary>
    private static float Train(long[] shape, int steps, double weightDecay)
    {
        using var scope = NewDisposeScope();
        var weight = tensor([10f], shape).requires_grad_(true);
        using var optimizer = new SgdOptimizer([weight], momentum: 0.9, weightDecay);
        for (int step = 0; step < steps; step++)
        {
            weight.sum().backward();
            optimizer.Step(0.1);
        }

        return weight.item<float>();
    }
}
