using Grpc.Net.Client;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Asks over gRPC and checks every answer.</summary>
internal sealed class GrpcAsker(GrpcChannel channel, TargetModel model, QuestionMaker questions, KnownAnswers known) : ISoakClient
{
    private readonly GRPCInferenceService.GRPCInferenceServiceClient _client = new(channel);

    public string Name => "gRPC";

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        var question = questions.Next();
        var answer = await _client.ModelInferAsync(GrpcRequest.Of(model, question), cancellationToken: cancellationToken);
        return new SoakOutcome("OK", known.FindFault(question, GivenAnswer.Of(answer)));
    }
}
