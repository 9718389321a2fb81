using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using Ponder.EarlyExit;
using Ponder.Serving.Operation;

namespace Ponder.Serving.Tests;

public sealed class MeterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instruments_AfterAnswersAndARefusal_SayWhatWasDone()
    {
        var sums = new ConcurrentDictionary<string, double>();
        const string Model = "metered"; // other tests measure, too
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == ServingMeter.Name)
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, value > 0 ? 1 : 0, tags));
        listener.Start();
        await using var server = await LoopbackServer.StartAsync(threshold: 10, name: Model); // everybody leaves at the first exit

        await InferAsync(server, 2);
        await InferAsync(server, 1);
        await InferAsync(server, 1000);

        var costs = ExitCosts.Of(LoopbackServer.Graph(10));
        Assert.Equal(2, sums["ponder.requests answered"]);
        Assert.Equal(1, sums["ponder.requests failed"]);
        Assert.Equal(3, sums["ponder.samples exit1"]);
        Assert.Equal(3, sums["ponder.sample.duration exit1"]);
        Assert.Equal(3 * costs.Macs[0], sums["ponder.macs"]);
        Assert.Equal(3 * costs.StaticMacs, sums["ponder.macs.static"]);
        Assert.Equal(0, sums["ponder.requests.waiting"]);

        void Add(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0].Value as string == Model)
                sums.AddOrUpdate(string.Join(' ', [instrument, .. tags[1..].ToArray().Select(tag => tag.Value)]), value, (_, sum) => sum + value);
        }
    }

    private static async Task InferAsync(LoopbackServer server, int count)
    {
        var input = new { name = "image", datatype = "FP32", shape = new[] { count, 1, 28, 28 }, data = LoopbackServer.Images(Math.Min(count, 2)) };
        using var answer = await server.Client.PostAsJsonAsync($"v2/models/{server.Name}/infer", new { inputs = new[] { input } }, Cancellation);
    }
}
