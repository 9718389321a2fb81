using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>A gate as numbers.</summary>
/// <param name="Hard">What it decided, 0 or 1, without gradients; [N, 1] or [N, 1, H, W], float32.</param>
/// <param name="Soft">The chance of a 1, with gradients; as many numbers.</param>
internal readonly record struct SoftGate(Tensor Hard, Tensor Soft)
{
    /// <summary>Hard in value, soft in gradient.</summary>
    public Tensor Through => Hard.add(Soft.add(Soft.detach(), HeldScalars.MinusOne), HeldScalars.One);

    /// <summary>The same about other numbers that follow from these.</summary>
    public SoftGate Map(Func<Tensor, Tensor> function) => new(function(Hard), function(Soft));
}
