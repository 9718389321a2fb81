using Ponder.Evaluation;
using Ponder.Training.Trainers;

namespace Ponder.Training.Objectives;

/// <summary>What a training descends, and what tells its best epoch.</summary>
internal interface IObjective
{
    /// <summary>The loss of a batch and the parts that are reported.</summary>
    /// <param name="batch">Samples and labels.</param>
    /// <param name="done">Share of all steps that are done, from 0 to 1.</param>
    ObjectiveLoss Loss(TrainingBatch batch, double done);

    /// <summary>How good the network is by now.</summary>
    ObjectiveScore Validate(ISampleSource samples);

    /// <summary>Called once the weights of the best epoch are back in the network.</summary>
    /// <param name="loader">Batches of the training split.</param>
    /// <param name="validation">Samples that tell whether finishing did good.</param>
    void Finish(BatchLoader loader, ISampleSource validation);
}
