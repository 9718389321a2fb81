using Google.Protobuf;
using Ponder.EarlyExit;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Grpc;

/// <summary>Writes an answer for gRPC: raw where the request was raw.</summary>
internal static class GrpcAnswer
{
    public static ModelInferResponse Of(ServedModel model, InferenceCall call, AnswerTensors answer)
    {
        var response = new ModelInferResponse { ModelName = model.Name, ModelVersion = ServedModel.Version, Id = call.Id ?? "" };
        response.Parameters["exit_taken"] = new InferParameter { StringParam = answer.ExitTaken };
        response.Parameters["confidence"] = new InferParameter { DoubleParam = answer.Confidence };
        response.Parameters["macs"] = new InferParameter { Int64Param = answer.Macs };
        response.Parameters["deadline_hit"] = new InferParameter { BoolParam = answer.IsDeadlineHit };
        if (answer.IsFinal is { } isFinal)
            response.Parameters[AnswerTensors.Final] = new InferParameter { BoolParam = isFinal };
        foreach (var (name, isRaw) in call.Outputs)
        {
            var known = model.Outputs.First(output => output.Name == name); // the reader has checked it
            var tensor = new ModelInferResponse.Types.InferOutputTensor { Name = name, Datatype = known.Datatype, Shape = { answer.Count, known.Length } };
            if (isRaw)
                response.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(answer.Bytes(name))); // nobody else has the bytes
            else
                tensor.Contents = Contents(name, answer);
            response.Outputs.Add(tensor);
        }

        return response;
    }

    private static InferTensorContents Contents(string output, AnswerTensors answer) => output == EarlyExitConstants.Exit
        ? new InferTensorContents { Int64Contents = { answer.Exits } }
        : new InferTensorContents { Fp32Contents = { answer.Floats(output) } };
}
