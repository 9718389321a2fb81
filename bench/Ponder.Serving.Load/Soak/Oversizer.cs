using System.Net.Sockets;
using System.Text;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Sends more than a server takes: a length that is too large, chunks without end, or too many samples.</summary>
internal sealed class Oversizer(TargetModel model, QuestionMaker questions) : ISoakClient
{
    private const int TooLarge = 413;
    private const int ChunkBytes = 1 << 20;
    private const int TooManySamples = 1_000_000;

    private static readonly long MostBytes = new ServingOptions().MaxRequestBytes; // of a server that was not told otherwise

    public string Name => "oversize";

    public TimeSpan Pause => TimeSpan.FromSeconds(2);

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(model.Server);
        var writing = questions.Random.Next(3) switch
        {
            0 => AnnounceAsync(connection, cancellationToken),
            1 => StreamAsync(connection, cancellationToken),
            _ => CountAsync(connection, cancellationToken),
        };
        var response = await connection.AnswerAsync(cancellationToken);
        try
        {
            await writing;
        }
        catch (SocketException)
        {
            // A refusal may come before all has been sent.
        }

        return ProtocolCheck.Judge(Name, response, TooLarge);
    }

    private async Task AnnounceAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync(RequestBody.Head(model, questions.Random.NextInt64(MostBytes + 1, long.MaxValue), jsonLength: null), cancellationToken);
        await connection.SendAsync(new byte[ChunkBytes], cancellationToken);
    }

    private async Task StreamAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync(RequestBody.Head(model, length: null, jsonLength: null), cancellationToken);
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{ChunkBytes:x}\r\n"), .. new byte[ChunkBytes], .. "\r\n"u8];
        for (long sent = 0; sent <= MostBytes; sent += ChunkBytes)
            await connection.SendAsync(chunk, cancellationToken);
        await connection.SendAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    private async Task CountAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"{{model.Input}}","datatype":"FP32","shape":[{{TooManySamples}},{{string.Join(',', model.SampleShape)}}],"data":[0]}]}""");
        await connection.SendAsync(new RequestBody(body, JsonLength: null).Request(model), cancellationToken);
    }
}
