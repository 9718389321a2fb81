using System.Runtime.InteropServices;
using Google.Protobuf;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Writes questions for gRPC.</summary>
internal static class GrpcRequest
{
    public static ModelInferRequest Of(TargetModel model, Question question)
    {
        var request = new ModelInferRequest
        {
            ModelName = model.Name,
            Id = question.Id,
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = model.Input, Datatype = "FP32", Shape = { question.Indexes.Length, model.SampleShape } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(question.Samples.AsSpan())) }, // little-endian, as every machine that .NET runs on is
        };
        if (question.Timeout is { } timeout)
            request.Parameters["timeout"] = new InferParameter { Int64Param = timeout };
        return request;
    }
}
