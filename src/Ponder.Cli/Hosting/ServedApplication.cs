using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Ponder.Serving;
using Ponder.Serving.Operation;

namespace Ponder.Cli.Hosting;

/// <summary>The application that <c>ponder serve</c> runs: the protocol, metrics and logs.</summary>
internal static class ServedApplication
{
    /// <summary>Logs of warnings, a line each.</summary>
    public const string Plain = "plain";

    /// <summary>Logs of everything, a JSON object each.</summary>
    public const string Json = "json";

    private const int Framing = 64; // bytes around a message of gRPC

    /// <summary>Loads the models; nothing listens yet.</summary>
    /// <param name="options">What to serve.</param>
    /// <param name="places">Where.</param>
    /// <param name="logFormat"><see cref="Plain"/> or <see cref="Json"/>.</param>
    public static WebApplication Build(ServingOptions options, ServedPlaces places, string logFormat)
    {
        var builder = WebApplication.CreateSlimBuilder();
        AddLogs(builder.Logging, logFormat);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes + Framing; // the endpoints refuse it first, with a reason
            kestrel.Listen(places.Address, places.RestPort, listen => Speak(listen, HttpProtocols.Http1));
            kestrel.Listen(places.Address, places.GrpcPort, listen => Speak(listen, HttpProtocols.Http2)); // without TLS a port speaks one of them
        });
        builder.Services.AddPonder(options);
        AddTelemetry(builder.Services);
        var server = builder.Build();
        server.UsePonderErrors();
        server.MapPonder();
        server.MapPrometheusScrapingEndpoint();
        return server;

        void Speak(ListenOptions listen, HttpProtocols protocols)
        {
            listen.Protocols = protocols;
            if (places.Identity is not null)
                listen.UseHttps(places.Identity);
        }
    }

    // To standard error: standard output says where the server is, and nothing else.
    private static void AddLogs(ILoggingBuilder logs, string format)
    {
        logs.ClearProviders();
        logs.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (format == Json)
            logs.SetMinimumLevel(LogLevel.Information).AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp) = ("O", true));
        else
            logs.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(lines => lines.SingleLine = true);
    }

    // Where the standard variable names a collector, everything is sent there as well.
    private static void AddTelemetry(IServiceCollection services)
    {
        bool isCollected = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        var telemetry = services.AddOpenTelemetry();
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(ServingMeter.Name).AddPrometheusExporter();
            if (isCollected)
                metrics.AddOtlpExporter();
        });
        if (isCollected)
            telemetry.WithTracing(traces => traces.AddSource(ServingMeter.Name).AddOtlpExporter());
    }
}
