using System.Runtime.InteropServices;

namespace Ponder.Serving.Load.Rates;

/// <summary>A time, as the system's <c>timespec</c>.</summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">The rest.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct TimeSpecification(nint Seconds, nint Nanoseconds);
