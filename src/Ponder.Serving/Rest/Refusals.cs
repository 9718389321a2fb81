using Microsoft.AspNetCore.Http;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Rest;

/// <summary>What the server does not do, in the protocol's words.</summary>
internal static class Refusals
{
    private const string RetrySeconds = "1";

    public static IResult Of(string message, int status) => Results.Json(new ErrorAnswer(message), ServingJson.Default.ErrorAnswer, statusCode: status);

    public static IResult Of(HttpContext context, ServingFault fault)
    {
        if (fault.Error == ServingError.Busy)
            context.Response.Headers.RetryAfter = RetrySeconds;
        return Of(fault);
    }

    public static IResult Of(ServingFault fault) => Of(fault.Message, fault.Error switch
    {
        ServingError.InvalidArgument => StatusCodes.Status400BadRequest,
        ServingError.NotFound => StatusCodes.Status404NotFound,
        ServingError.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ServingError.Busy => StatusCodes.Status429TooManyRequests,
        ServingError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ServingError.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    });
}
