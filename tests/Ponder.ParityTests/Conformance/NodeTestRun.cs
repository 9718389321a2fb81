using Ponder.Graph;
using Ponder.Inference;

namespace Ponder.ParityTests.Conformance;

/// <summary>Runs a node test on an executor: with the first size as the batch, and as it stands where that is refused.</summary>
internal static class NodeTestRun
{
    public static Outcome Of(NodeTest test, string executor)
    {
        if (test.FindForeign() is { } foreign)
            return Outcome.Refused($"nothing is fed or answered with {foreign}");
        var batched = Try(test, executor, isBatched: true);
        if (batched is { Kind: not OutcomeKind.Refused })
            return batched;
        var fixedSize = Try(test, executor, isBatched: false)!;
        return fixedSize.Kind == OutcomeKind.Refused ? batched ?? fixedSize : fixedSize;
    }

    // The edge at which any error but the documented ones is a failure.
    private static Outcome? Try(NodeTest test, string executor, bool isBatched)
    {
        try
        {
            if (test.Prepare(isBatched) is not var (graph, feeds))
                return null;
            using var tested = Executors.Create(executor, graph);
            var results = tested.Run(feeds, graph.Outputs);
            var faults = graph.Outputs.Select((name, i) => Difference.Find(TensorCodec.Decode(test.Outputs[i]!), results[name]));
            return faults.FirstOrDefault(fault => fault is not null) is { } fault ? Outcome.Failed(fault) : Outcome.Passed;
        }
        catch (ModelFormatException error)
        {
            return Outcome.Refused(error.Faults[0]);
        }
        catch (UnsupportedOperatorException error)
        {
            return Outcome.Refused(error.Faults[0]);
        }
        catch (NotSupportedException error)
        {
            return Outcome.Refused(error.Message);
        }
        catch (Exception error)
        {
            return Outcome.Failed($"{error.GetType().Name}: {error.Message}");
        }
    }
}
