using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Goes away in the middle of a request, or before its answer: with an end or with a reset.</summary>
internal sealed class Vanisher(TargetModel model, QuestionMaker questions) : ISoakClient
{
    public string Name => "vanish";

    public TimeSpan Pause => TimeSpan.FromMilliseconds(20);

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        var random = questions.Random;
        var body = questions.Next().Body(model, isBinary: true);
        byte[] head = RequestBody.Head(model, body.Bytes.Length, body.JsonLength);
        var (kind, sent) = random.Next(3) switch
        {
            0 => ("in the head", head.Length / 2),
            1 => ("in the body", head.Length + (body.Bytes.Length / 2)),
            _ => ("before the answer", head.Length + body.Bytes.Length),
        };
        using var connection = new HttpConnection(model.Server);
        await connection.SendAsync(body.Request(model).AsMemory(0, sent), cancellationToken);
        await Task.Delay(random.Next(10), cancellationToken); // so that the server has begun
        if (random.Next(2) == 0)
            connection.Reset();
        return new SoakOutcome($"gone {kind}");
    }
}
