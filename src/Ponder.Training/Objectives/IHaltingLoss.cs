using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Teaches units where to stop, beside the task.</summary>
internal interface IHaltingLoss
{
    /// <summary>The multiply-adds that <see cref="HaltingMeans.MacsShare"/> is a share of.</summary>
    long WholeMacs { get; }

    /// <summary>The loss of a batch: the task's, and what teaches units.</summary>
    /// <param name="samples">[N, C, H, W].</param>
    /// <param name="done">Share of all steps that are done, from 0 to 1.</param>
    /// <param name="task">The task's loss of logits.</param>
    ObjectiveLoss Loss(Tensor samples, double done, Func<Tensor, Tensor> task);

    /// <summary>What chooses the best epoch; more is better, and never below -1.</summary>
    double Value(HaltingMeans means);
}
