using Microsoft.AspNetCore.Http;

namespace Ponder.Serving.Rest;

/// <summary>Reads a body whole, up to a size.</summary>
internal static class BodyReader
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>The body; null where it is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long mostBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > mostBytes)
            return null;
        byte[] body = new byte[request.ContentLength ?? Math.Min(FirstBytes, mostBytes)];
        int read = 0;
        while (true)
        {
            if (read == body.Length)
            {
                if (read >= mostBytes || request.ContentLength is not null)
                    break;
                Array.Resize(ref body, (int)Math.Min(2L * body.Length, mostBytes));
            }

            int got = await request.Body.ReadAsync(body.AsMemory(read), cancellation);
            if (got == 0)
                return body.AsMemory(0, read);
            read += got;
        }

        return await request.Body.ReadAsync(new byte[1], cancellation) == 0 ? body.AsMemory(0, read) : null;
    }
}
