using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>A connection that is opened where it is needed and kept as long as the server keeps it.</summary>
/// <param name="server">Where REST listens.</param>
internal sealed class KeptConnection(Uri server)
{
    private const int SlowReceiveBytes = 2048; // so that what is not read stays at the server

    private HttpConnection? _connection;

    /// <summary>How slowly requests are written.</summary>
    public Pace Writing { get; init; } = Pace.Full;

    /// <summary>How slowly answers are read.</summary>
    public Pace Reading { get; init; } = Pace.Full;

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <returns>The answer, until the next request.</returns>
    public async Task<ResponseBuffer> AskAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var connection = _connection ?? new HttpConnection(server, Reading == Pace.Full ? null : SlowReceiveBytes);
        _connection = null; // whatever goes wrong, it is not used again
        try
        {
            connection.Response.Clear();
            for (; request.Length > 0; request = request[Math.Min(Writing.Bytes, request.Length)..])
            {
                await connection.SendAsync(request[..Math.Min(Writing.Bytes, request.Length)], cancellationToken);
                await Task.Delay(Writing.Pause, cancellationToken);
            }

            while (!await connection.ReceiveAsync(Reading.Bytes, cancellationToken))
                await Task.Delay(Reading.Pause, cancellationToken);
            _connection = connection.Response.IsLast ? null : connection;
            return connection.Response;
        }
        finally
        {
            if (_connection is null)
                connection.Dispose();
        }
    }
}
