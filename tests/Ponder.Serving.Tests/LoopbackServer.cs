using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Zoo;

namespace Ponder.Serving.Tests;

/// <summary>A server of one small model, untrained, on a real port of this machine.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    public const string Model = "b-lenet";
    public const int SampleLength = 784;

    private readonly WebApplication _server;
    private readonly DirectoryInfo _folder;

    private LoopbackServer(WebApplication server, DirectoryInfo folder, string file)
    {
        (_server, _folder, File) = (server, folder, file);
        Client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        Channel = GrpcChannel.ForAddress(server.Urls.Last());
    }

    public HttpClient Client { get; }

    public GrpcChannel Channel { get; }

    /// <summary>What the server's application knows.</summary>
    public IServiceProvider Services => _server.Services;

    /// <summary>What the model is called.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The model's file.</summary>
    public string File { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="change">Changes the options; null for the defaults.</param>
    /// <param name="threshold">Entropy below which a sample leaves at the first exit.</param>
    /// <param name="name">What the model is called.</param>
    /// <param name="exitShares">Shares of a thousand samples that it was calibrated on; null for no calibration.</param>
    /// <param name="points">Operating points of its calibration; null for none.</param>
    public static async Task<LoopbackServer> StartAsync(
        Func<ServingOptions, ServingOptions>? change = null, float threshold = 2.25f, string name = Model, double[]? exitShares = null, OperatingPoint[]? points = null)
    {
        var folder = Directory.CreateTempSubdirectory("ponder-serving-");
        string file = Path.Combine(folder.FullName, $"{name}.onnx");
        var graph = Graph(threshold);
        if (exitShares is not null || points is not null)
            graph.Plan = graph.Plan! with { Calibration = new CalibrationRecord("max-macs", 1, "noise", 1000, 0, 0, 0, exitShares ?? []) { OperatingPoints = points } };
        graph.Save(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var options = new ServingOptions { Models = [file] };
        builder.Services.AddPonder(change?.Invoke(options) ?? options);
        var server = builder.Build();
        server.UsePonderErrors();
        server.MapPonder();
        await server.StartAsync();
        return new LoopbackServer(server, folder, file);
    }

    /// <summary>At 0.9 everybody leaves at the first exit, at 0.95 nobody does.</summary>
    public static OperatingPoint[] Points { get; } = [new([10], 0.9, 220_150, [1, 0]), new([0], 0.95, 1_247_720, [0, 1])];

    public static GatedGraph Graph(float threshold) => LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(threshold));

    public static float[] Images(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * SampleLength).Select(_ => random.NextSingle() * 2)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Channel.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
