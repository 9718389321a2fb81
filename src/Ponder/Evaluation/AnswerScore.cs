namespace Ponder.Evaluation;

/// <summary>How good answers are: accuracy, or for two classes of unequal size F1.</summary>
/// <param name="counts">What was answered to which class; counts may be expectations.</param>
/// <returns>A fraction; higher is better.</returns>
public delegate double AnswerScore(AnswerCounts counts);
