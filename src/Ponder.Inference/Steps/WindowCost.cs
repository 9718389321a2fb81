using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>What a convolution's windows cost.</summary>
/// <param name="Cycles">About how long a group of rows takes that sum a part of the window.</param>
/// <param name="IsCut">Whether each row must sum the part that lies on the image and no more: what lies beside it would add more than zeros.</param>
internal sealed record WindowCost(Func<WindowPart, int, double> Cycles, bool IsCut = false);
