using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Models;

namespace Ponder.Serving.Scheduling;

/// <summary>An engine and the samples that it has taken.</summary>
/// <param name="scheduler">Who gives them.</param>
/// <param name="session">The engine.</param>
internal sealed class EngineSlot(CallScheduler scheduler, InferenceSession session) : IThreadPoolWorkItem
{
    private float[] _samples = [];
    private float[] _logits = [];
    private TimedPrediction[] _answers = [];
    private Prediction[] _plain = [];

    public InferenceSession Session => session;

    /// <summary>What is to run next.</summary>
    public List<CallPart> Parts { get; } = [];

    /// <summary>Samples of all parts.</summary>
    public int Count => Parts.Sum(part => part.Count);

    /// <inheritdoc/>
    public void Execute() => scheduler.Run(this);

    /// <summary>Answers all parts, each in its request's place.</summary>
    /// <param name="model">Whose they are.</param>
    /// <param name="profile">What answers take; null where they cannot be cut short.</param>
    /// <exception cref="OperationCanceledException">The one client has gone.</exception>
    public void Predict(ServedModel model, DeadlineProfile? profile)
    {
        var (sampleLength, classes) = (model.SampleLength, model.Classes);
        session.UseThresholds(Parts[0].Call.Call.Thresholds); // a request with some is alone here
        if (Parts is [{ Call: { Call.Passed: { } passed } asked }])
        {
            PredictAnytime(model, profile, asked, passed);
            return;
        }

        if (Parts is [var only])
        {
            var (call, from, count) = only;
            Predict(
                profile, call, call.Call.Samples.AsSpan(from * sampleLength, count * sampleLength), count, call.Answers.AsSpan(from, count),
                call.Logits.AsSpan(from * classes, count * classes), call.Cancellation);
            return;
        }

        int all = Count;
        if (_answers.Length < all)
            (_samples, _logits, _answers) = (new float[all * sampleLength], new float[all * classes], new TimedPrediction[all]);
        int place = 0;
        foreach (var (call, from, count) in Parts)
        {
            call.Call.Samples.AsSpan(from * sampleLength, count * sampleLength).CopyTo(_samples.AsSpan(place * sampleLength));
            place += count;
        }

        Predict(profile, Parts[0].Call, _samples.AsSpan(0, all * sampleLength), all, _answers.AsSpan(0, all), _logits.AsSpan(0, all * classes), CancellationToken.None); // others want their answers
        place = 0;
        foreach (var (call, from, count) in Parts)
        {
            _answers.AsSpan(place, count).CopyTo(call.Answers.AsSpan(from));
            _logits.AsSpan(place * classes, count * classes).CopyTo(call.Logits.AsSpan(from * classes));
            place += count;
        }
    }

    private void Predict(
        DeadlineProfile? profile, WaitingCall call, ReadOnlySpan<float> samples, int count, Span<TimedPrediction> answers, Span<float> logits, CancellationToken cancellation)
    {
        if (call.RunsAlone && profile is not null)
        {
            session.Predict(samples, count, call.Deadline ?? Deadline.Never, profile.For(count), answers, logits, call.Call.Deepest, cancellation);
            return;
        }

        if (_plain.Length < count)
            _plain = new Prediction[count];
        session.Predict(samples, count, _plain, logits, cancellation);
        for (int i = 0; i < count; i++)
            answers[i] = new TimedPrediction(_plain[i], DeadlineOutcome.Finished);
    }

    private void PredictAnytime(ServedModel model, DeadlineProfile? profile, WaitingCall call, Action<ServedModel, CallOutcome> passed)
    {
        var deadline = profile is null ? null : call.Deadline; // where no answer is on the way, none is cut short
        foreach (var answer in session.PredictAnytime(call.Call.Samples, deadline, profile, call.Call.Deepest, call.Cancellation))
        {
            if (answer.Outcome is { } outcome)
            {
                call.Answers[0] = new TimedPrediction(answer.Prediction, outcome);
                answer.Logits.CopyTo(call.Logits.AsSpan());
            }
            else
            {
                passed(model, new CallOutcome([new TimedPrediction(answer.Prediction, DeadlineOutcome.Finished)], answer.Logits) { IsFinal = false });
            }
        }
    }
}
