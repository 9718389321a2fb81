using Grpc.Core;
using Grpc.Net.Client;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Cancels a call before its answer.</summary>
internal sealed class GrpcVanisher(GrpcChannel channel, TargetModel model, QuestionMaker questions) : ISoakClient
{
    private readonly GRPCInferenceService.GRPCInferenceServiceClient _client = new(channel);

    public string Name => "gRPC vanish";

    public TimeSpan Pause => TimeSpan.FromMilliseconds(20);

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(questions.Random.Next(10)); // the client's library then gives one status or another
        try
        {
            await _client.ModelInferAsync(GrpcRequest.Of(model, questions.Next()), cancellationToken: patience.Token);
            return new SoakOutcome("answered first");
        }
        catch (RpcException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SoakOutcome("gone before the answer");
        }
    }
}
