using Grpc.Core;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Load.Overhead;

/// <summary>Reads a request as the protocol's service does, with the engine's work in between or with none.</summary>
internal sealed class GrpcEcho(EchoAnswers answers) : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        answers.Work();
        return Task.FromResult(answers.Grpc);
    }
}
