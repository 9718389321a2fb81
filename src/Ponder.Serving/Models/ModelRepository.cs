using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ponder.Serving.Protocol;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Models;

/// <summary>The models of a server by name. Loading one again replaces it without a dropped request: the old one answers what waits in front of it.</summary>
internal sealed class ModelRepository : IDisposable
{
    private readonly ConcurrentDictionary<string, ServedModel> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _known; // names to files
    private readonly ServingOptions _options;
    private readonly Lock _loading = new();
    private readonly PictureDecoder _pictures;
    private volatile bool _isDraining;

    public ModelRepository(ServingOptions options)
    {
        string[] faults = [.. options.FindFaults(), .. options.Models.GroupBy(NameOf).Where(files => files.Count() > 1).Select(files => $"models: expected different names, got {string.Join(", ", files)}")];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        (_options, _pictures) = (options, new PictureDecoder(options));
        _known = options.Models.ToDictionary(NameOf, file => file, StringComparer.Ordinal);
    }

    /// <summary>All names, loaded or not, in the order of the alphabet.</summary>
    public IEnumerable<string> Names => _known.Keys.Order(StringComparer.Ordinal);

    /// <summary>A loaded model; null where there is none of this name.</summary>
    public ServedModel? Find(string name) => _loaded.GetValueOrDefault(name);

    /// <summary>A loaded model by what a request says.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version; null or empty for any.</param>
    /// <param name="model">The model.</param>
    /// <returns>Why there is none; null where there is.</returns>
    public ServingFault? Find(string name, string? version, out ServedModel? model)
    {
        model = Find(name);
        if (model is null)
            return new ServingFault(ServingError.NotFound, $"model '{name}': expected {string.Join(", ", Loaded.Select(loaded => loaded.Name))}, got none of this name");
        return version is null or "" or ServedModel.Version ? null : new ServingFault(ServingError.NotFound, $"model '{name}': expected version {ServedModel.Version}, got '{version}'");
    }

    /// <summary>Asks a model; where it has just been replaced, the new one.</summary>
    /// <param name="model">Found before the request was read.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    /// <returns>The model that was asked, and what became of the request.</returns>
    public async Task<(ServedModel Model, CallOutcome Outcome)> RunAsync(ServedModel model, InferenceCall call, CancellationToken cancellation)
    {
        while (true)
        {
            var fault = InputForm.ChooseThresholds(model, call, out var asked);
            if (fault is null)
                (asked, fault) = await _pictures.DecodeAsync(model, asked, cancellation); // each model reads them in its own way
            if (fault is not null)
            {
                model.Statistics.AddFailure();
                return (model, new CallOutcome([], [], fault));
            }

            var outcome = await model.Scheduler.RunAsync(asked, cancellation);
            if (outcome.Fault?.Error != ServingError.Unavailable || Find(model.Name) is not { } newer || newer == model || newer.Input != model.Input || newer.Classes != model.Classes)
                return (model, outcome);
            model = newer;
        }
    }

    /// <summary>Asks a model for every answer on the way, exit by exit.</summary>
    /// <param name="model">As above.</param>
    /// <param name="call">What is asked, of one sample.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    /// <returns>The model that was asked and its answers as they come; the last one may be a fault.</returns>
    public async IAsyncEnumerable<(ServedModel Model, CallOutcome Outcome)> RunAnytimeAsync(ServedModel model, InferenceCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var passed = Channel.CreateUnbounded<(ServedModel Model, CallOutcome Outcome)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }); // as many as there are exits
        var running = Task.Run(CompleteAsync, CancellationToken.None); // on the thread of who reads it would run to its end before the first is read
        await foreach (var answer in passed.Reader.ReadAllAsync(CancellationToken.None))
            yield return answer;
        var (asked, last) = await running;
        yield return (asked, last with { IsFinal = true });

        async Task<(ServedModel Model, CallOutcome Outcome)> CompleteAsync()
        {
            try
            {
                return await RunAsync(model, call with { Passed = (asked, outcome) => passed.Writer.TryWrite((asked, outcome)) }, cancellation);
            }
            finally
            {
                passed.Writer.Complete();
            }
        }
    }

    /// <summary>Whether all models are loaded, and the server is not going away.</summary>
    public bool IsReady => !_isDraining && Names.All(name => Find(name) is not null);

    /// <summary>The models that are loaded, in the order of the alphabet.</summary>
    public IEnumerable<ServedModel> Loaded => Names.Select(Find).OfType<ServedModel>();

    /// <summary>Makes the server not ready for good: it answers what comes, but nobody should send more.</summary>
    public void Drain() => _isDraining = true;

    /// <summary>Loads all models.</summary>
    public void LoadAll()
    {
        foreach (string name in Names)
            Load(name);
    }

    /// <summary>Loads a known model, anew where it is loaded already.</summary>
    /// <exception cref="Graph.ModelFormatException">The file is no model.</exception>
    public void Load(string name)
    {
        lock (_loading)
        {
            var model = ServedModel.Load(_known[name], _options);
            var old = Find(name);
            _loaded[name] = model;
            old?.Dispose();
        }
    }

    /// <summary>Loads a model that a client names, anew where it is loaded already.</summary>
    /// <returns>Why it is not loaded now; null where it is.</returns>
    public ServingFault? TryLoad(string name)
    {
        try
        {
            if (CheckKnown(name) is { } unknown)
                return unknown;
            Load(name);
            return null;
        }
        catch (Exception error) when (error is Graph.ModelFormatException or Inference.UnsupportedOperatorException or IOException or UnauthorizedAccessException)
        {
            return new ServingFault(ServingError.InvalidArgument, error.Message);
        }
    }

    /// <summary>Takes a model that a client names out of service.</summary>
    /// <returns>Why there is none of this name; null where there is.</returns>
    public ServingFault? TryUnload(string name)
    {
        if (CheckKnown(name) is { } unknown)
            return unknown;
        Unload(name);
        return null;
    }

    /// <summary>Takes a model out of service; what waits in front of it is answered.</summary>
    public void Unload(string name)
    {
        if (_loaded.TryRemove(name, out var model))
            model.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string name in _loaded.Keys)
            Unload(name);
        _pictures.Dispose();
    }

    private ServingFault? CheckKnown(string name) => _known.ContainsKey(name) ? null : new ServingFault(ServingError.NotFound, $"model '{name}': expected {string.Join(", ", Names)}");

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
