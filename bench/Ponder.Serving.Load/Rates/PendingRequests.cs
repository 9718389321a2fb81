using System.Runtime.InteropServices;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Rates;

/// <summary>Connections that wait for their answers. Linux: .NET's own waits are no finer than a millisecond, and spinning would take the server's time.</summary>
internal sealed partial class PendingRequests : IDisposable
{
    private const short Readable = 1; // POLLIN
    private const int NanosecondsPerSecond = 1_000_000_000;

    private readonly List<(HttpConnection Connection, double Due)> _waiting = [];
    private PollDescriptor[] _descriptors = new PollDescriptor[64];

    /// <summary>Requests without an answer.</summary>
    public int Count => _waiting.Count;

    /// <summary>Adds one that has been sent.</summary>
    /// <param name="connection">What it was sent over.</param>
    /// <param name="due">When it was due.</param>
    public void Add(HttpConnection connection, double due)
    {
        if (_waiting.Count == _descriptors.Length)
            Array.Resize(ref _descriptors, 2 * _descriptors.Length);
        _descriptors[_waiting.Count] = new PollDescriptor(connection.Descriptor, Readable, 0);
        _waiting.Add((connection, due));
    }

    /// <summary>Waits until something has come, or for a time.</summary>
    /// <param name="seconds">How long at most.</param>
    /// <param name="receive">Takes in what has come, and says whether that was all: then the request is no longer here.</param>
    public void Wait(double seconds, Func<HttpConnection, double, bool> receive)
    {
        seconds = Math.Max(seconds, 0);
        var time = new TimeSpecification((nint)seconds, (nint)((seconds - Math.Floor(seconds)) * NanosecondsPerSecond));
        if (Poll(ref _descriptors[0], (nuint)_waiting.Count, in time, 0) <= 0)
            return; // the time is over, or a signal came
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_descriptors[i].Found == 0 || !receive(_waiting[i].Connection, _waiting[i].Due))
                continue;
            (_waiting[i], _descriptors[i]) = (_waiting[^1], _descriptors[_waiting.Count - 1]); // those behind have been looked at
            _waiting.RemoveAt(_waiting.Count - 1);
        }
    }

    /// <summary>Gives up what waits.</summary>
    public void Clear()
    {
        foreach (var (connection, _) in _waiting)
            connection.Dispose();
        _waiting.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(ref PollDescriptor first, nuint count, in TimeSpecification time, nint signals);
}
