using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Rest;

/// <summary>Asks models over REST: for one answer, or for every answer on the way to it.</summary>
internal static class InferenceEndpoints
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    public static async Task<IResult> InferAsync(HttpContext context, ModelRepository models, ServingOptions options, string model, string? version)
    {
        var (found, call, refusal) = await ReadAsync(context, models, options, model, version);
        if (refusal is not null)
            return refusal;
        var (asked, outcome) = await models.RunAsync(found!, call!, context.RequestAborted); // not refused, both are there
        return outcome.Fault is { } fault ? Refusals.Of(context, fault) : new InferenceResult(asked, call!, new AnswerTensors(asked, outcome));
    }

    public static async Task<IResult> InferStreamAsync(HttpContext context, ModelRepository models, ServingOptions options, string model, string? version)
    {
        var (found, call, refusal) = await ReadAsync(context, models, options, model, version);
        if (refusal is not null)
            return refusal;
        if (InputForm.CheckAnytime(call!) is { } several) // as above
            return Refuse(context, found!, several);
        if (call!.Outputs.Any(output => output.IsBinary))
            return Refuse(context, found!, new ServingFault(ServingError.InvalidArgument, "outputs: expected JSON, since events are text, got binary data"));

        // What is refused is refused before the first event, with a status.
        var answers = models.RunAnytimeAsync(found!, call, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        if (await answers.MoveNextAsync() && answers.Current.Outcome.Fault is { } fault)
        {
            await answers.DisposeAsync();
            return Refusals.Of(context, fault);
        }

        return TypedResults.ServerSentEvents(EventsAsync(call, answers));
    }

    private static async IAsyncEnumerable<string> EventsAsync(InferenceCall call, IAsyncEnumerator<(ServedModel Model, CallOutcome Outcome)> answers)
    {
        await using var own = answers;
        bool goesOn = true;
        while (goesOn)
        {
            var (model, outcome) = answers.Current;
            var json = new ArrayBufferWriter<byte>(1024);
            var fault = outcome.Fault ?? new AnswerJson(model, call, new AnswerTensors(model, outcome)).Write(json);
            yield return fault is null ? Encoding.UTF8.GetString(json.WrittenSpan) : JsonSerializer.Serialize(new ErrorAnswer(fault.Message), ServingJson.Default.ErrorAnswer);
            goesOn = fault is null && await answers.MoveNextAsync();
        }
    }

    private static async Task<(ServedModel? Model, InferenceCall? Call, IResult? Refusal)> ReadAsync(
        HttpContext context, ModelRepository models, ServingOptions options, string model, string? version)
    {
        if (models.Find(model, version, out var found) is { } missing)
            return (null, null, Refusals.Of(context, missing));
        int? headerLength = null;
        if (context.Request.Headers.TryGetValue(HeaderLength, out var header))
        {
            if (!int.TryParse(header, out int length))
                return (null, null, Refusals.Of(context, new ServingFault(ServingError.InvalidArgument, $"{HeaderLength}: expected a number of bytes, got '{header}'")));
            headerLength = length;
        }

        ReadOnlyMemory<byte>? body;
        try
        {
            body = await BodyReader.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            Close(context);
            return (null, null, Refusals.Of($"body: {error.Message}", error.StatusCode)); // too large for the host, too slow, or no HTTP
        }

        if (body is not { } bytes)
        {
            Close(context);
            return (null, null, Refusals.Of(context, new ServingFault(ServingError.TooLarge, $"body: expected at most {options.MaxRequestBytes:N0} bytes, got more")));
        }

        return InferenceCallReader.Read(bytes, headerLength, found!, options, out var call) is { } fault // nothing is missing
            ? (null, null, Refuse(context, found!, fault))
            : (found, call, null);
    }

    private static IResult Refuse(HttpContext context, ServedModel model, ServingFault fault)
    {
        model.Statistics.AddFailure();
        return Refusals.Of(context, fault);
    }

    // The host ends a connection whose body has not been read; a client that is not told loses its next request.
    private static void Close(HttpContext context) => context.Response.Headers.Connection = "close";
}
