using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The loss of a batch.</summary>
/// <param name="Joint">What is descended, a scalar.</param>
/// <param name="Parts">What it consists of, unweighted: of each exit, or of task and control nodes. Null for a part that is left out.</param>
internal readonly record struct ObjectiveLoss(Tensor Joint, IReadOnlyList<Tensor?> Parts);
