namespace Ponder.Inference.Compilation;

/// <summary>Consecutive segments that samples run through, a few at a time; all samples have passed before the next pass begins.</summary>
/// <param name="First">Index of its first segment.</param>
/// <param name="End">One behind that of its last.</param>
/// <param name="Samples">How many at a time: as many as stay in cache.</param>
internal sealed record CompiledPass(int First, int End, int Samples);
