using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Grpc.Core;

namespace Ponder.Serving.Load.Soak;

/// <summary>Lets all clients do what they do, each again and again, until the time is over or the server is gone.</summary>
/// <param name="clients">All of them; one object is one client.</param>
/// <param name="process">The server's.</param>
/// <param name="duration">How long.</param>
internal sealed class SoakRun(IReadOnlyList<ISoakClient> clients, ServerProcess process, TimeSpan duration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1); // for any answer
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(100);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>What happened.</summary>
    public SoakCounts Counts { get; } = new();

    /// <summary>What the server's memory did.</summary>
    public MemoryWatch Memory { get; } = new(duration);

    /// <summary>Whether the server's process is there.</summary>
    public bool IsAlive { get; private set; } = true;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    private bool IsOver => Elapsed >= duration || !IsAlive;

    /// <summary>Runs to the end: what has been asked by then is waited for.</summary>
    /// <param name="cancellationToken">Ends the run early.</param>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(clients.Select(client => Task.Run(() => RepeatAsync(client, cancellationToken), cancellationToken)).Append(WatchAsync(cancellationToken)));

    private async Task RepeatAsync(ISoakClient client, CancellationToken cancellationToken)
    {
        while (!IsOver && !cancellationToken.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(Patience);
            SoakOutcome outcome;
            try
            {
                outcome = await client.StepAsync(patience.Token);
            }
            catch (Exception error) when (error is IOException or SocketException or RpcException or OperationCanceledException or JsonException or KeyNotFoundException)
            {
                outcome = new SoakOutcome("broken", patience.IsCancellationRequested ? $"{client.Name}: expected an answer within {Patience}" : $"{client.Name}: {error.Message}");
            }

            Counts.Add(client.Name, outcome);
            var pause = outcome.Fault is null ? client.Pause : PauseAfterFault;
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, cancellationToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var told = TimeSpan.Zero;
        while (!IsOver)
        {
            if (process.ResidentKiB() is { } resident)
                Memory.Add(Elapsed, resident);
            else
                IsAlive = false;
            if (Elapsed - told > TimeSpan.FromMinutes(1))
            {
                told = Elapsed;
                await Console.Error.WriteLineAsync($"{told:hh\\:mm\\:ss}: {process.ResidentKiB() / 1024} MiB, {Counts.Fuzzed:N0} fuzzed, {Counts.Faults.Count} faults");
            }

            await Task.Delay(Glance, cancellationToken);
        }

        IsAlive = process.ResidentKiB() is not null;
    }
}
