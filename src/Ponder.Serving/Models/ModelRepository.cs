using System.Collections.Concurrent;
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
            return new ServingFault(ServingError.NotFound, $"model '{name}': expected {string.Join(", ", Names.Where(known => Find(known) is not null))}, got none of this name");
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
            var (decoded, fault) = await _pictures.DecodeAsync(model, call, cancellation); // each model reads them in its own way
            if (fault is not null)
            {
                model.Statistics.AddFailure();
                return (model, new CallOutcome([], [], fault));
            }

            var outcome = await model.Scheduler.RunAsync(decoded, cancellation);
            if (outcome.Fault?.Error != ServingError.Unavailable || Find(model.Name) is not { } newer || newer == model || newer.Input != model.Input || newer.Classes != model.Classes)
                return (model, outcome);
            model = newer;
        }
    }

    /// <summary>Whether all models are loaded.</summary>
    public bool IsReady => Names.All(name => Find(name) is not null);

    /// <summary>Whether the server may serve a model, loaded or not.</summary>
    public bool Knows(string name) => _known.ContainsKey(name);

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

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
