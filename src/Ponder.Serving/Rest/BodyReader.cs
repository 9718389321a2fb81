using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Ponder.Serving.Rest;

/// <summary>Reads a body whole, up to a size. Memory is taken as bytes come, not as they are announced.</summary>
internal static class BodyReader
{
    private const int TrustedBytes = 1 << 20; // what a client may announce without sending it
    private const int PartBytes = 64 * 1024; // below what .NET collects rarely (85,000 bytes)

    /// <summary>The body; null where it is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long mostBytes, CancellationToken cancellation)
    {
        if (request.ContentLength > mostBytes)
            return null;
        if (request.ContentLength is not (<= TrustedBytes and var length))
            return await ReadPartsAsync(request.Body, mostBytes, cancellation);
        byte[] body = new byte[length];
        return body.AsMemory(0, await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation));
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadPartsAsync(Stream stream, long mostBytes, CancellationToken cancellation)
    {
        var parts = new List<byte[]>();
        try
        {
            long read = 0;
            int got;
            do
            {
                parts.Add(ArrayPool<byte>.Shared.Rent(PartBytes));
                read += got = await stream.ReadAtLeastAsync(parts[^1].AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, cancellation);
                if (read > mostBytes)
                    return null;
            }
            while (got == PartBytes);
            byte[] body = new byte[read];
            for (int i = 0; i < parts.Count; i++)
                parts[i].AsSpan(0, Math.Min(PartBytes, body.Length - (i * PartBytes))).CopyTo(body.AsSpan(i * PartBytes));
            return body;
        }
        finally
        {
            parts.ForEach(part => ArrayPool<byte>.Shared.Return(part));
        }
    }
}
