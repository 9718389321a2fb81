using Ponder.Evaluation;
using Ponder.Inference.Deadlines;

namespace Ponder.Cli.Benchmarking;

/// <summary>What <c>ponder benchmark --deadline</c> reports. An answer is late when it comes more than a tenth of its deadline, and more than 0.3 ms, after it.</summary>
/// <param name="Model">The file.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Profile">What answers take, as measured before.</param>
/// <param name="StaticMs">What the network without choices takes, at the profile's quantile.</param>
/// <param name="Requests">Calls of one sample.</param>
/// <param name="Accepted">Those that were answered.</param>
/// <param name="CutShort">Share of the accepted that was made to leave.</param>
/// <param name="Late">Share of the accepted that was late.</param>
/// <param name="LateSpinning">Late share of a call that computes nothing and only lets as much time pass as the one before it took, at most to its deadline: what the machine does to any call.</param>
/// <param name="LateIgnoring">Late share of the same requests where the engine is not told of deadlines.</param>
/// <param name="LatencyMs">Times of the accepted calls.</param>
/// <param name="Bins">Requests by deadline.</param>
internal sealed record DeadlineResult(
    string Model, MachineInfo Machine, DeadlineProfile Profile, double StaticMs, int Requests, int Accepted, double CutShort, double Late, double LateSpinning, double LateIgnoring,
    LatencySummary LatencyMs, IReadOnlyList<DeadlineBin> Bins);
