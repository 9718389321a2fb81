using Grpc.Core;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Load.Overhead;

/// <summary>Reads a request as the protocol's service does, and computes nothing.</summary>
internal sealed class GrpcEcho(EchoAnswers answers) : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context) => Task.FromResult(answers.Grpc);
}
