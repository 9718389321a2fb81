using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Sends spoilt bodies over REST: refused in the protocol's words, or valid after all.</summary>
internal sealed class RestFuzzer(TargetModel model, QuestionMaker questions) : ISoakClient
{
    private const int UnframedShare = 50; // one in so many says that it comes in chunks, and does not

    private readonly KeptConnection _connection = new(model.Server);
    private readonly ByteFuzzer _fuzzer = new(questions.Random);
    private readonly RequestBody[] _good = [.. Enumerable.Range(0, ByteFuzzer.Originals).Select(i => questions.Next().Body(model, isBinary: i % 2 == 0))];
    private int _sent;

    public string Name => SoakCounts.Fuzz;

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        string name = $"{Name} {_sent++}";
        var good = _good[questions.Random.Next(_good.Length)];
        long? length = JsonLength(good.JsonLength);
        if (questions.Random.Next(UnframedShare) == 0)
            return ProtocolCheck.Judge(name, await AskUnframedAsync([.. RequestBody.Head(model, length: null, length), .. good.Bytes], cancellationToken));
        byte[] bytes = _fuzzer.Spoil(good.Bytes);
        return ProtocolCheck.Judge(name, await _connection.AskAsync((byte[])[.. RequestBody.Head(model, bytes.Length, length), .. bytes], cancellationToken));
    }

    // Nobody knows where such a request ends, so that the connection is of no more use.
    private async Task<ResponseBuffer> AskUnframedAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(model.Server);
        await connection.SendAsync(request, cancellationToken);
        return await connection.AnswerAsync(cancellationToken);
    }

    private long? JsonLength(long? right) => questions.Random.Next(10) switch
    {
        0 => questions.Random.Next(),
        1 => right + questions.Random.Next(-3, 4),
        2 => questions.Random.NextInt64(long.MinValue, long.MaxValue),
        3 => null,
        _ => right,
    };
}
