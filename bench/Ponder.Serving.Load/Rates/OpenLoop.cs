using System.Diagnostics;
using System.Net.Sockets;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Rates;

/// <summary>Sends requests when they are due, whether or not earlier ones have been answered, so that a slow server cannot hide what it costs. One thread.</summary>
/// <param name="server">Where REST listens.</param>
/// <param name="requests">Whole requests, sent in turn.</param>
/// <param name="seed">Of the arrivals.</param>
internal sealed class OpenLoop(Uri server, IReadOnlyList<byte[]> requests, int seed) : IDisposable
{
    private const double PatienceSeconds = 30; // for answers after the last request was due
    private const double KeptSeconds = 60; // servers close connections that are idle for longer (Kestrel: 130 s)
    private const int MaxPending = 1000; // more sockets than a server that refuses in time ever leaves open
    private const int Success = 200;
    private const int TooMany = 429;

    private readonly PendingRequests _pending = new();
    private readonly Stack<(HttpConnection Connection, double Since)> _idle = new(); // the last used in front
    private readonly List<double> _latencies = [];
    private readonly List<double> _lateness = [];
    private long _start;
    private int _sent;
    private int _refused;
    private int _failed;

    private double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Runs one rate, with random arrivals (Poisson's).</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="duration">For how long requests are due.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public LoadResult Run(double rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        Begin();
        double end = duration.TotalSeconds, given = end + PatienceSeconds;
        for (double due = Gap(); due < end || _pending.Count > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (double now = Now; due < end && due <= now; due += Gap())
                Send(due);
            _pending.Wait((due < end ? due : given) - Now, Receive);
            if (Now >= given)
            {
                _failed += _pending.Count;
                _pending.Clear();
            }
        }

        double elapsed = Math.Max(Now, end);
        return new LoadResult(rate, _latencies.Count / elapsed, [.. _latencies.Order()], [.. _lateness.Order()], _refused, _failed);

        double Gap() => -Math.Log(1 - random.NextDouble()) / rate;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pending.Dispose();
        while (_idle.TryPop(out var idle))
            idle.Connection.Dispose();
    }

    private void Begin()
    {
        while (_idle.TryPop(out var idle))
            idle.Connection.Dispose(); // their times are those of another run
        _latencies.Clear();
        _lateness.Clear();
        (_refused, _failed) = (0, 0);
        _start = Stopwatch.GetTimestamp();
    }

    private void Send(double due)
    {
        if (_pending.Count == MaxPending)
        {
            _failed++;
            return;
        }

        HttpConnection? connection = null;
        try
        {
            connection = Connection();
            _lateness.Add((Now - due) * 1000);
            connection.Send(requests[_sent++ % requests.Count]);
            _pending.Add(connection, due);
        }
        catch (SocketException)
        {
            _failed++;
            connection?.Dispose();
        }
    }

    private HttpConnection Connection()
    {
        while (_idle.TryPop(out var idle))
        {
            if (Now - idle.Since < KeptSeconds)
                return idle.Connection;
            idle.Connection.Dispose();
        }

        return new HttpConnection(server);
    }

    private bool Receive(HttpConnection connection, double due)
    {
        try
        {
            if (!connection.Receive())
                return false;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            _failed++;
            connection.Dispose();
            return true;
        }

        double now = Now;
        switch (connection.Response.Status)
        {
            case Success:
                _latencies.Add((now - due) * 1000); // from when it was due: waiting to be sent counts
                break;
            case TooMany:
                _refused++;
                break;
            default:
                _failed++;
                break;
        }

        if (connection.Response.IsLast)
            connection.Dispose();
        else
            _idle.Push((connection, now));
        return true;
    }
}
