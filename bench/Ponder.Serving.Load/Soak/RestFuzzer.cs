using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Sends spoilt bodies over REST: refused in the protocol's words, or valid after all.</summary>
internal sealed class RestFuzzer(TargetModel model, QuestionMaker questions) : ISoakClient
{
    private const int UnframedShare = 50; // one in so many says that it comes in chunks, and does not

    private readonly KeptConnection _connection = new(model.Server);
    private readonly ByteFuzzer _fuzzer = new(questions.Random);

    public string Name => SoakCounts.Fuzz;

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        var question = questions.Next();
        var good = question.Body(model, questions.Random.Next(2) == 0);
        bool isFramed = questions.Random.Next(UnframedShare) > 0;
        byte[] bytes = isFramed ? _fuzzer.Spoil(good.Bytes) : good.Bytes;
        byte[] request = [.. RequestBody.Head(model, isFramed ? bytes.Length : null, JsonLength(good.JsonLength)), .. bytes];
        return ProtocolCheck.Judge(question.Id, await _connection.AskAsync(request, cancellationToken));
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
