using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Sends spoilt messages over gRPC: refused with a status, or valid after all.</summary>
internal sealed class GrpcFuzzer(GrpcChannel channel, TargetModel model, QuestionMaker questions) : ISoakClient
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], byte[]> Infer = new(MethodType.Unary, "inference.GRPCInferenceService", "ModelInfer", Bytes, Bytes);

    private readonly ByteFuzzer _fuzzer = new(questions.Random);
    private readonly byte[][] _good = [.. Enumerable.Range(0, ByteFuzzer.Originals).Select(_ => GrpcRequest.Of(model, questions.Next()).ToByteArray())];
    private int _sent;

    public string Name => SoakCounts.GrpcFuzz;

    public async Task<SoakOutcome> StepAsync(CancellationToken cancellationToken)
    {
        string name = $"{Name} {_sent++}";
        byte[] spoilt = _fuzzer.Spoil(_good[questions.Random.Next(_good.Length)]);
        try
        {
            byte[] answer = await channel.CreateCallInvoker().AsyncUnaryCall(Infer, host: null, new CallOptions(cancellationToken: cancellationToken), spoilt);
            return new SoakOutcome("OK", ModelInferResponse.Parser.ParseFrom(answer).Outputs.Count > 0 ? null : $"{name}: expected outputs, got none");
        }
        catch (RpcException error)
        {
            return new SoakOutcome($"{error.StatusCode}", IsRefusal(error.StatusCode, spoilt) ? null : $"{name}: expected an answer or a refusal, got {error.Status}");
        }
    }

    // What is no message never reaches the service: gRPC's own library answers it, and calls it Unknown.
    private static bool IsRefusal(StatusCode status, byte[] spoilt) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded => true,
        StatusCode.Unknown => !IsMessage(spoilt),
        _ => false,
    };

    private static bool IsMessage(byte[] bytes)
    {
        try
        {
            ModelInferRequest.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }
}
