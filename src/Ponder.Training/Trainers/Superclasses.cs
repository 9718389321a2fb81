namespace Ponder.Training.Trainers;

/// <summary>Which action a control node takes for each class while all other choices are random: experts then start with classes of their own.</summary>
/// <remarks>A fifth of the samples may stray, so that the node's scores learn what the other actions give; experts learn nothing from those.</remarks>
/// <param name="Control">Name of the control node.</param>
/// <param name="ActionOfClass">Action index by class index.</param>
public sealed record Superclasses(string Control, IReadOnlyList<int> ActionOfClass);
