namespace Ponder.Training.Objectives;

/// <summary>What a network with units that halt does on the validation split, as means over samples.</summary>
/// <param name="TaskLoss">The task's loss.</param>
/// <param name="PonderCost">Ponder cost, summed over blocks.</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="MacsShare">Multiply-adds over <see cref="IHaltingLoss.WholeMacs"/>.</param>
internal readonly record struct HaltingMeans(double TaskLoss, double PonderCost, double Accuracy, double MacsShare);
