using System.Net;
using System.Text;

namespace Ponder.Client.Tests;

/// <summary>The REST client against answers of other servers, good and bad.</summary>
public sealed class RestInferenceClientTests
{
    private const string Answer = """{"model_name":"m","outputs":[{"name":"y","datatype":"FP32","shape":[1,2],"data":[[0.5,2]]}]}""";

    private static readonly InferenceRequest Request = new("m", "x", new float[] { 1 }, [1, 1]);

    [Fact]
    public async Task Infer_ServerThatAnswersInNumbers_IsRead()
    {
        var answer = await Client(new Script((HttpStatusCode.OK, Answer, null))).InferAsync(Request);

        Assert.Equal([0.5f, 2], answer["y"].Floats());
        Assert.Equal(("m", "", ""), (answer.Model, answer.Version, answer.Id));
        Assert.Empty(answer.ExitsTaken);
        Assert.Null(answer.Confidence);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":400}}]}""")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":-4}}]}""")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":["a"]}]}""")]
    [InlineData("""{"outputs":[{"name":"y","datatype":"BYTES","shape":[1],"data":["a"]}]}""")]
    public async Task Infer_AnswerThatIsNotTheProtocols_IsOneException(string body)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(() => Client(new Script((HttpStatusCode.OK, body, null))).InferAsync(Request));

        Assert.Equal(InferenceStatus.Internal, error.Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Infer_ServerThatWantsToBeAskedAgain_IsAskedAgain(HttpStatusCode busy)
    {
        var script = new Script((busy, """{"error":"later"}""", "0"), (busy, "", null), (HttpStatusCode.OK, Answer, null));

        var answer = await Client(script).InferAsync(Request);

        Assert.Equal([0.5f, 2], answer["y"].Floats());
        Assert.Equal(3, script.Asked);
    }

    [Fact]
    public async Task Infer_BusyForGood_GivesUp()
    {
        var script = new Script([.. Enumerable.Repeat((HttpStatusCode.TooManyRequests, """{"error":"later"}""", (string?)"0"), 9)]);

        var error = await Assert.ThrowsAsync<InferenceException>(() => Client(script).InferAsync(Request));

        Assert.Equal((InferenceStatus.ResourceExhausted, "later", 3), (error.Status, error.Message, script.Asked));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, InferenceStatus.InvalidArgument)]
    [InlineData(HttpStatusCode.Unauthorized, InferenceStatus.Unauthenticated)]
    [InlineData(HttpStatusCode.GatewayTimeout, InferenceStatus.DeadlineExceeded)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, InferenceStatus.ResourceExhausted)]
    [InlineData(HttpStatusCode.InternalServerError, InferenceStatus.Internal)]
    public async Task Infer_OtherRefusals_AreNotAskedAgain(HttpStatusCode code, InferenceStatus status)
    {
        var script = new Script((code, "<html>", null), (HttpStatusCode.OK, Answer, null));

        var error = await Assert.ThrowsAsync<InferenceException>(() => Client(script).InferAsync(Request));

        Assert.Equal((status, 1), (error.Status, script.Asked));
        Assert.Contains($"{(int)code}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferAnytime_EventsOfAnotherServer_AreReadToTheFirstThatDoesNotSayThatItGoesOn()
    {
        var script = new Script((HttpStatusCode.OK, $"data: {Answer[..^1]},\"parameters\":{{\"triton_final_response\":false}}}}\n\ndata: {Answer}\n\n", null));

        var answers = await Client(script).InferAnytimeAsync(Request).ToListAsync();

        Assert.Equal([false, true], answers.Select(answer => answer.IsFinal));
    }

    [Theory]
    [InlineData("", "expected a final one, got the end of the events")]
    [InlineData("data: {\"error\":\"broken\"}\n\n", "broken")]
    [InlineData("data: nothing\n\n", "expected the protocol's JSON")]
    public async Task InferAnytime_EventsThatBreakOff_AreOneException(string body, string message)
    {
        var error = await Assert.ThrowsAsync<InferenceException>(async () => await Client(new Script((HttpStatusCode.OK, body, null))).InferAnytimeAsync(Request).FirstAsync());

        Assert.Equal(InferenceStatus.Internal, error.Status);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static RestInferenceClient Client(Script script) => new(new HttpClient(script) { BaseAddress = new Uri("http://server/") });

    /// <summary>Answers by heart, one after the other.</summary>
    private sealed class Script(params (HttpStatusCode Code, string Body, string? RetryAfter)[] answers) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (code, body, retryAfter) = answers[Asked++];
            var response = new HttpResponseMessage(code) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            if (retryAfter is not null)
                response.Headers.Add("Retry-After", retryAfter);
            return Task.FromResult(response);
        }
    }
}
