using Ponder.Graph;
using Ponder.Inference.Steps;

namespace Ponder.Inference.Compilation;

/// <summary>Steps that the same samples run.</summary>
/// <param name="Demand">For which outcomes of the gates.</param>
/// <param name="Steps">What to run, in order.</param>
/// <param name="Macs">Multiply-adds of a sample, without those of steps that count for themselves.</param>
internal sealed record CompiledSegment(Demand Demand, IStep[] Steps, long Macs);
