using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Asks over REST and checks every answer.</summary>
/// <param name="name">What it is called.</param>
/// <param name="model">What is asked.</param>
/// <param name="questions">Its questions.</param>
/// <param name="known">The right answers.</param>
/// <param name="connection">Fast or slow.</param>
internal sealed class RestAsker(string name, TargetModel model, QuestionMaker questions, KnownAnswers known, KeptConnection connection) : ISoakClient
{
    private const int Success = 200;

    public string Name => name;

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        var question = questions.Next();
        var response = await connection.AskAsync(question.Body(model, questions.Random.Next(2) == 0).Request(model), cancellationToken);
        var outcome = ProtocolCheck.Judge(question.Id, response, Success);
        return outcome.Fault is null ? outcome with { Fault = known.FindFault(question, GivenAnswer.Of(response)) } : outcome;
    }
}
