using System.Runtime.InteropServices;
using System.Text.Json;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>An answer to a valid request, over either protocol.</summary>
/// <param name="Id">What it says it answers.</param>
/// <param name="Tensors">All outputs as bytes, one behind the other.</param>
/// <param name="ExitTaken">The exits by name.</param>
/// <param name="Macs">The mean multiply-adds.</param>
/// <param name="IsDeadlineHit">Whether a sample was cut short.</param>
internal sealed record GivenAnswer(string Id, byte[] Tensors, string ExitTaken, long Macs, bool IsDeadlineHit)
{
    /// <summary>Reads an answer over REST.</summary>
    /// <exception cref="JsonException">It is none of the protocol.</exception>
    public static GivenAnswer Of(ResponseBuffer response)
    {
        using var document = JsonDocument.Parse(response.Json);
        var root = document.RootElement;
        var parameters = root.GetProperty("parameters");
        return new GivenAnswer(
            root.GetProperty("id").GetString() ?? "",
            response.JsonLength is null ? [.. root.GetProperty("outputs").EnumerateArray().SelectMany(Bytes)] : response.Tensors.ToArray(),
            parameters.GetProperty("exit_taken").GetString() ?? "", parameters.GetProperty("macs").GetInt64(), parameters.GetProperty("deadline_hit").GetBoolean());
    }

    /// <summary>Reads an answer over gRPC.</summary>
    public static GivenAnswer Of(ModelInferResponse response) => new(
        response.Id, [.. response.RawOutputContents.SelectMany(bytes => bytes)],
        response.Parameters["exit_taken"].StringParam, response.Parameters["macs"].Int64Param, response.Parameters["deadline_hit"].BoolParam);

    private static byte[] Bytes(JsonElement output)
    {
        var numbers = output.GetProperty("data").EnumerateArray();
        return output.GetProperty("datatype").GetString() == "INT64"
            ? MemoryMarshal.AsBytes(numbers.Select(number => number.GetInt64()).ToArray().AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(numbers.Select(number => number.GetSingle()).ToArray().AsSpan()).ToArray();
    }
}
