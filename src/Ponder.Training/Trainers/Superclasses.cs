namespace Ponder.Training.Trainers;

/// <summary>Which action a control node takes for each class while all other choices are random: experts then start with classes of their own.</summary>
/// <remarks>Half of the samples may take any action, so that the node learns what the others give, and experts what a router that errs will send them.</remarks>
/// <param name="Control">Name of the control node.</param>
/// <param name="ActionOfClass">Action index by class index.</param>
public sealed record Superclasses(string Control, IReadOnlyList<int> ActionOfClass);
