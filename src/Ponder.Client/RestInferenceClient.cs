using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ponder.Client;

/// <summary>The protocol over REST, tensors as bytes behind the JSON (Triton's binary tensor extension).</summary>
/// <param name="http">Has the server's base address; stays the caller's.</param>
/// <param name="time">Tells how long pauses are; null for the system's.</param>
public sealed class RestInferenceClient(HttpClient http, TimeProvider? time = null) : IInferenceClient
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v2/health/ready");
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <inheritdoc/>
    public Task<ModelMetadata> MetadataAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        return Retry.RunAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(model, version: null));
                using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
                await ThrowIfRefusedAsync(response, cancellationToken);
                return RestReader.Metadata(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            },
            _time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfNotSound();
        var body = Body(request, isBinary: true, out int header);
        return Retry.RunAsync(
            async () =>
            {
                using var response = await AskAsync(request, "infer", body, header, HttpCompletionOption.ResponseContentRead, cancellationToken);
                byte[] answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return RestReader.Response(answer, LengthOf(response, answer.Length));
            },
            _time, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<InferenceResponse> InferAnytimeAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfNotSound();
        return StreamAsync(request, cancellationToken);
    }

    private async IAsyncEnumerable<InferenceResponse> StreamAsync(InferenceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = Body(request, isBinary: false, out int header); // events are text
        using var response = await Retry.RunAsync(
            () => AskAsync(request, "infer_stream", body, header, HttpCompletionOption.ResponseHeadersRead, cancellationToken), _time, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var answers = SseParser.Create(stream, (_, json) => RestReader.Event(json.ToArray())).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        do
        {
            await MoveNextAsync(answers);
            yield return answers.Current.Data;
        }
        while (!answers.Current.Data.IsFinal);
    }

    private async Task MoveNextAsync(IAsyncEnumerator<SseItem<InferenceResponse>> answers)
    {
        try
        {
            if (await answers.MoveNextAsync())
                return;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new InferenceException(InferenceStatus.Unavailable, $"{http.BaseAddress}: expected a final answer, got {error.Message}", error);
        }

        throw new InferenceException(InferenceStatus.Internal, "answer: expected a final one, got the end of the events");
    }

    private async Task<HttpResponseMessage> AskAsync(
        InferenceRequest request, string verb, ReadOnlyMemory<byte> body, int header, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{PathOf(request.Model, request.Version)}/{verb}") { Content = new ReadOnlyMemoryContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        message.Content.Headers.Add(HeaderLength, $"{header}");
        var response = await SendAsync(message, completion, cancellationToken);
        try
        {
            await ThrowIfRefusedAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static ReadOnlyMemory<byte> Body(InferenceRequest request, bool isBinary, out int header)
    {
        var body = new ArrayBufferWriter<byte>(request.ContentsLength + 1024);
        WriteJson(body, request, isBinary);
        header = body.WrittenCount;
        request.WriteContents(body);
        return body.WrittenMemory;
    }

    private static void WriteJson(ArrayBufferWriter<byte> body, InferenceRequest request, bool isBinary)
    {
        using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        if (request.Id is not null)
            writer.WriteString("id", request.Id);
        writer.WriteStartObject("parameters");
        writer.WriteBoolean("binary_data_output", isBinary);
        if (request.TimeoutMicroseconds is { } timeout)
            writer.WriteNumber("timeout", timeout);
        if (request.Priority != 0)
            writer.WriteNumber("priority", request.Priority);
        if (request.MaxExit is not null)
            writer.WriteString("max_exit", request.MaxExit);
        if (request.BudgetMacs is { } budget)
            writer.WriteNumber("budget_macs", budget);
        if (request.AccuracyTarget is { } accuracy)
            writer.WriteNumber("accuracy_target", accuracy);
        writer.WriteEndObject();
        writer.WriteStartArray("inputs");
        writer.WriteStartObject();
        writer.WriteString("name", request.Input);
        writer.WriteString("datatype", request.Datatype);
        writer.WriteStartArray("shape");
        foreach (long size in request.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartObject("parameters");
        writer.WriteNumber("binary_data_size", request.ContentsLength);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (request.Outputs.Count > 0)
        {
            writer.WriteStartArray("outputs");
            foreach (string output in request.Outputs)
            {
                writer.WriteStartObject();
                writer.WriteString("name", output);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string PathOf(string model, string? version) =>
        $"v2/models/{Uri.EscapeDataString(model)}{(version is null ? "" : $"/versions/{Uri.EscapeDataString(version)}")}";

    private static int LengthOf(HttpResponseMessage response, int whole) =>
        (response.Headers.TryGetValues(HeaderLength, out var values) || response.Content.Headers.TryGetValues(HeaderLength, out values))
            && int.TryParse(values.First(), out int length) && length >= 0 && length <= whole ? length : whole;

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new InferenceException(InferenceStatus.Unavailable, $"{http.BaseAddress}: expected a server, got {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InferenceException(InferenceStatus.DeadlineExceeded, $"{http.BaseAddress}: expected an answer within {http.Timeout}", error);
        }
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        string message = RestReader.Error(await response.Content.ReadAsByteArrayAsync(cancellationToken)) ?? $"{http.BaseAddress}: {(int)response.StatusCode} {response.ReasonPhrase}";
        var status = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => InferenceStatus.InvalidArgument,
            HttpStatusCode.NotFound => InferenceStatus.NotFound,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => InferenceStatus.Unauthenticated,
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestEntityTooLarge => InferenceStatus.ResourceExhausted,
            HttpStatusCode.ServiceUnavailable => InferenceStatus.Unavailable,
            HttpStatusCode.GatewayTimeout => InferenceStatus.DeadlineExceeded,
            _ => InferenceStatus.Internal,
        };
        bool again = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        throw new InferenceException(status, message)
        {
            RetryAfter = !again ? null : response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
                _ => TimeSpan.Zero,
            },
        };
    }
}
