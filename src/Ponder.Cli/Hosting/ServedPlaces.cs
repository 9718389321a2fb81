using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Ponder.Cli.Hosting;

/// <summary>Where a server listens.</summary>
/// <param name="Address">Its address.</param>
/// <param name="RestPort">The port of REST; 0 for any.</param>
/// <param name="GrpcPort">The port of gRPC; 0 for any.</param>
/// <param name="Identity">What it shows for TLS, the caller's; null to speak without.</param>
internal sealed record ServedPlaces(IPAddress Address, int RestPort, int GrpcPort, X509Certificate2? Identity);
