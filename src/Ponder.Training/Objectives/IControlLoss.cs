using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Teaches control nodes together with the nodes that they let run.</summary>
internal interface IControlLoss
{
    /// <summary>The loss of a batch behind the warm-up.</summary>
    /// <param name="samples">[N, C, H, W].</param>
    /// <param name="labels">Right class, one per sample.</param>
    /// <param name="done">Share of the steps behind the warm-up that are done, from 0 to 1.</param>
    /// <param name="task">The task's loss.</param>
    ObjectiveLoss Loss(Tensor samples, long[] labels, double done, AnswersLoss task);
}
