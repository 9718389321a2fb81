using System.Runtime.InteropServices;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>What the engine itself answers: the server must say the same, bit for bit, whatever batch a sample rides in.</summary>
internal sealed class KnownAnswers
{
    private readonly Prediction[] _predictions;
    private readonly float[] _logits;
    private readonly IReadOnlyList<string> _exitNames;
    private readonly int _classes;

    /// <summary>Asks the engine.</summary>
    /// <param name="graph">The model, with a plan.</param>
    /// <param name="samples">All samples.</param>
    public KnownAnswers(GatedGraph graph, SampleSet samples)
    {
        _exitNames = graph.Plan?.ExitNames ?? throw new ModelFormatException(graph.Source, "expected a plan, got none");
        _classes = graph.Tensor(EarlyExitConstants.Logits).Shape[1];
        _predictions = new Prediction[samples.Count];
        _logits = new float[samples.Count * _classes];
        using var session = InferenceSession.Create(graph);
        session.Predict(samples.Batch([.. Enumerable.Range(0, samples.Count)]), samples.Count, _predictions, _logits);
    }

    /// <summary>What is wrong with an answer; null where nothing is.</summary>
    public string? FindFault(Question question, GivenAnswer given)
    {
        Prediction[] own = [.. question.Indexes.Select(index => _predictions[index])];
        string exits = string.Join(',', own.Select(prediction => _exitNames[prediction.Exit]));
        long macs = (long)own.Average(prediction => prediction.Macs);
        return given.Id != question.Id ? $"id: expected '{question.Id}', got '{given.Id}'"
            : given.ExitTaken != exits ? $"{question.Id}: expected the exits {exits}, got {given.ExitTaken}"
            : given.Macs != macs ? $"{question.Id}: expected {macs} multiply-adds, got {given.Macs}"
            : given.IsDeadlineHit ? $"{question.Id}: expected no answer to be cut short"
            : !given.Tensors.AsSpan().SequenceEqual(Tensors(question.Indexes, own)) ? $"{question.Id}: expected the engine's bits, got others"
            : null;
    }

    // The outputs logits, exit and confidence.
    private byte[] Tensors(int[] indexes, Prediction[] own) =>
    [
        .. indexes.SelectMany(index => MemoryMarshal.AsBytes(_logits.AsSpan(index * _classes, _classes)).ToArray()),
        .. MemoryMarshal.AsBytes(own.Select(prediction => (long)prediction.Exit).ToArray().AsSpan()),
        .. MemoryMarshal.AsBytes(own.Select(prediction => prediction.Confidence).ToArray().AsSpan()),
    ];
}
