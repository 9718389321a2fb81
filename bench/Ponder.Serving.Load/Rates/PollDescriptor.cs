using System.Runtime.InteropServices;

namespace Ponder.Serving.Load.Rates;

/// <summary>A socket to wait for, as the system's <c>pollfd</c>.</summary>
/// <param name="Descriptor">The socket's number.</param>
/// <param name="Events">What to wait for.</param>
/// <param name="Found">What has happened.</param>
[StructLayout(LayoutKind.Sequential)]
internal record struct PollDescriptor(int Descriptor, short Events, short Found);
