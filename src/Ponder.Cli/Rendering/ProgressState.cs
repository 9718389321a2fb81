using System.Runtime.InteropServices;

namespace Ponder.Cli.Rendering;

/// <summary>How far something is.</summary>
/// <param name="Fraction">Of the whole, in [0, 1].</param>
/// <param name="Text">What to say beside the bar.</param>
/// <param name="IsMilestone">Whether a log without bars gets a line of it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProgressState(double Fraction, string Text, bool IsMilestone = false);
