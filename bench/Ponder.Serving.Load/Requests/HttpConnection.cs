using System.Net.Sockets;

namespace Ponder.Serving.Load.Requests;

/// <summary>A connection for requests whose bytes are ready: client and server share the machine, so that a client must cost little.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;

    /// <summary>Connects.</summary>
    /// <param name="server">Where REST listens.</param>
    /// <param name="receiveBytes">What the system may keep of what has not been read; null for the system's choice.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public HttpConnection(Uri server, int? receiveBytes = null)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBytes is { } bytes)
            _socket.ReceiveBufferSize = bytes;
        try
        {
            _socket.Connect(server.Host, server.Port);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The system's number of the socket.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>What came for the last request.</summary>
    public ResponseBuffer Response { get; } = new();

    /// <summary>Sends a request; waits until the system has taken it.</summary>
    public void Send(ReadOnlySpan<byte> request)
    {
        Response.Clear();
        while (request.Length > 0)
            request = request[_socket.Send(request)..];
    }

    /// <summary>Takes in what has come; waits where nothing has.</summary>
    /// <returns>Whether the response is whole.</returns>
    /// <exception cref="IOException">The server has closed the connection.</exception>
    public bool Receive() => Take(_socket.Receive(Response.Free.Span));

    /// <summary>Sends a request, or a part of one.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
    }

    /// <summary>Takes in the next bytes.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether the response is whole.</returns>
    /// <exception cref="IOException">The server has closed the connection.</exception>
    public async Task<bool> ReceiveAsync(int most, CancellationToken cancellationToken)
    {
        var free = Response.Free;
        return Take(await _socket.ReceiveAsync(free[..Math.Min(most, free.Length)], cancellationToken));
    }

    /// <summary>Takes in the rest of the response.</summary>
    /// <exception cref="IOException">The server has closed the connection.</exception>
    public async Task<ResponseBuffer> AnswerAsync(CancellationToken cancellationToken)
    {
        while (!await ReceiveAsync(int.MaxValue, cancellationToken))
        {
        }

        return Response;
    }

    /// <summary>Goes away without a word: the server sees a reset where <see cref="Dispose"/> lets it see an end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool Take(int received) => received > 0
        ? Response.Add(received)
        : throw new IOException("connection: expected a whole answer, got its end");
}
