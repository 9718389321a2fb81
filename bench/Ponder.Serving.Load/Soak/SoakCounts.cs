using System.Collections.Concurrent;

namespace Ponder.Serving.Load.Soak;

/// <summary>What happened, by client and outcome. Thread-safe.</summary>
internal sealed class SoakCounts
{
    /// <summary>The client whose requests count as fuzzed over REST.</summary>
    public const string Fuzz = "fuzz";

    /// <summary>The same over gRPC.</summary>
    public const string GrpcFuzz = "gRPC fuzz";

    private readonly ConcurrentDictionary<(string Client, string Kind), long> _counts = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>What is wrong, in the order of time.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Requests with spoilt bodies.</summary>
    public long Fuzzed => _counts.Where(count => count.Key.Client is Fuzz or GrpcFuzz).Sum(count => count.Value);

    /// <summary>Counts an outcome.</summary>
    public void Add(string client, SoakOutcome outcome)
    {
        _counts.AddOrUpdate((client, outcome.Kind), 1, (_, count) => count + 1);
        if (outcome.Fault is { } fault)
            _faults.Enqueue(fault);
    }

    /// <summary>The table.</summary>
    public override string ToString() => "| client | outcome | times |\n|---|---|---|\n"
        + string.Join('\n', _counts.OrderBy(count => count.Key).Select(count => $"| {count.Key.Client} | {count.Key.Kind} | {count.Value:N0} |"));
}
