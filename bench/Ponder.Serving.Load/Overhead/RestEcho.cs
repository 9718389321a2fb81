using Microsoft.AspNetCore.Http;

namespace Ponder.Serving.Load.Overhead;

/// <summary>Reads a body and answers another, with the engine's work in between or with none.</summary>
internal static class RestEcho
{
    public static async Task AnswerAsync(HttpContext context, EchoAnswers answers)
    {
        byte[] body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        answers.Work();
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = answers.Rest.Length;
        await context.Response.Body.WriteAsync(answers.Rest, context.RequestAborted);
    }
}
