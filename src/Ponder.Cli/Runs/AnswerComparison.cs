using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Runs;

/// <summary>Scores networks, and compares two on the same samples.</summary>
/// <param name="terminal">For messages of the engine.</param>
/// <param name="score">What answers are worth.</param>
/// <param name="seed">Of the bootstrap's draws.</param>
internal sealed class AnswerComparison(Terminal terminal, AnswerScore score, int seed)
{
    private const double Confidence = 0.9;

    /// <summary>What a network answers.</summary>
    public int[] Answers(GatedGraph graph, ISampleSource samples, CancellationToken cancellationToken)
    {
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        return [.. Evaluator.Evaluate(graph, engine, samples, cancellationToken: cancellationToken).Samples.Select(sample => sample.Prediction)];
    }

    /// <summary>What a network's answers are worth.</summary>
    public double Score(GatedGraph graph, ISampleSource samples, CancellationToken cancellationToken) => Score(Answers(graph, samples, cancellationToken), samples);

    /// <summary>What answers are worth.</summary>
    public double Score(int[] answers, ISampleSource samples) => Score(answers, Labels(samples), [.. Enumerable.Range(0, samples.Count)]);

    /// <summary>By how much the one's score is above the other's, with its 90 % interval: a paired bootstrap, in which copies of one person are drawn together.</summary>
    public BootstrapInterval Difference(int[] own, int[] other, ISampleSource samples)
    {
        int[] labels = Labels(samples);
        var bootstrap = new GroupBootstrap([.. Enumerable.Range(0, samples.Count).Select(samples.Group)], seed);
        return bootstrap.Interval(drawn => Score(own, labels, drawn) - Score(other, labels, drawn), Confidence);
    }

    private double Score(int[] answers, int[] labels, IReadOnlyList<int> samples)
    {
        var counts = new AnswerCounts();
        foreach (int sample in samples)
            counts.Add(labels[sample], answers[sample]);
        return score(counts);
    }

    private static int[] Labels(ISampleSource samples) => [.. Enumerable.Range(0, samples.Count).Select(samples.Label)];
}
