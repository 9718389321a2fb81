using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ponder.Serving.Load.Overhead;

/// <summary>A server in this process: HTTP/1.1 on one port, HTTP/2 on another.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackHost(WebApplication server) => (_server, Rest, Grpc) = (server, new Uri(server.Urls.First()), new Uri(server.Urls.Last()));

    /// <summary>Where REST listens.</summary>
    public Uri Rest { get; }

    /// <summary>Where gRPC listens.</summary>
    public Uri Grpc { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="add">Adds its services.</param>
    /// <param name="map">Maps its paths.</param>
    public static async Task<LoopbackHost> StartAsync(Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        add(builder.Services);
        var server = builder.Build();
        map(server);
        await server.StartAsync();
        return new LoopbackHost(server);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
