using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>Gives a network early exits: branches at any of its tensors, a gate for each, and the outputs of every model.</summary>
public static class ExitAttachment
{
    /// <summary>Attaches branches to a trunk.</summary>
    /// <param name="trunk">
    /// A network with one exit, or one without a plan whose single output is its answer, [N, classes]. Left as it is; its tensors
    /// keep their names and values, but for an answer that has the name of a model's output.
    /// </param>
    /// <param name="branches">Branches, shallow to deep; empty for the trunk as a model of one exit.</param>
    /// <param name="policy">Decides at every early exit who leaves.</param>
    /// <param name="seed">Seed of the heads' initial weights.</param>
    /// <param name="name">The new network's name; null for the trunk's.</param>
    /// <param name="carry">
    /// What an exit adds of the answer of the exit before it, times this, from 0 up: exit n then refines exit n - 1, and training passes
    /// no gradient back that way (Boosted Dynamic Networks, Yu et al. 2023; 0.5 there). Default 0: every exit answers for itself.
    /// </param>
    /// <returns>The network; of the trunk's plan all is kept but its exits and its calibration.</returns>
    /// <exception cref="ModelFormatException">The trunk has no single answer, or branches leave where they cannot; all faults are listed.</exception>
    public static GatedGraph Attach(
        GatedGraph trunk, IReadOnlyList<ExitBranch> branches, IExitPolicy policy, int seed, string? name = null,
        double carry = 0)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentNullException.ThrowIfNull(branches);
        ArgumentNullException.ThrowIfNull(policy);
        string answer = SingleAnswer.Of(trunk);
        var part = GraphCutter.Extract(trunk, [answer]);
        string[] faults = [.. FindFaults(part, branches)];
        if (faults.Length > 0)
            throw new ModelFormatException(trunk.Source, faults);
        if (answer is EarlyExitConstants.Logits or EarlyExitConstants.Exit or EarlyExitConstants.Confidence)
            part = GraphCutter.Rename(part, answer, answer = $"{EarlyExitConstants.FinalExit}.{EarlyExitConstants.Logits}");

        var builder = GraphBuilder.Extend(part, seed, name);
        var final = builder.Value(answer);
        List<ExitAnswer> answers = [];
        for (int e = 0; e < branches.Count; e++)
        {
            var features = builder.Value(branches[e].After);
            var own = branches[e].Head.Emit(builder, features, ExitOutputs.ExitName(e), final.Shape[1]);
            answers.Add(Refined(builder, ExitOutputs.ExitName(e), own, answers.LastOrDefault(), carry) with { Features = features });
        }

        var exits = ExitOutputs.Emit(
            builder, answers, Refined(builder, EarlyExitConstants.FinalExit, final, answers.LastOrDefault(), carry), policy, out var outputs);
        var plan = (trunk.Plan ?? new ModelPlan(exits, [])) with { Exits = exits, Calibration = null, Trunk = exits[^1].Carried is null ? null : answer };
        return builder.Build(plan, outputs);
    }

    private static ExitAnswer Refined(GraphBuilder builder, string exit, GraphValue own, ExitAnswer? before, double carry)
    {
        if (carry == 0 || before is null)
            return new ExitAnswer(own);
        var carried = builder.Add("Mul", $"{exit}.carried", [before.Logits, builder.Constant($"{exit}.carry", HostTensor.Of([(float)carry], 1))]);
        return new ExitAnswer(builder.Add("Add", $"{exit}.refined_logits", [own, carried]), Carried: carried); // [N, classes]
    }

    private static IEnumerable<string> FindFaults(GatedGraph part, IReadOnlyList<ExitBranch> branches)
    {
        var order = part.Inputs.Select(input => input.Name).Concat(part.Nodes.Select(node => node.Output)).ToList();
        int depth = -1;
        for (int e = 0; e < branches.Count; e++)
        {
            string after = branches[e].After;
            int at = order.IndexOf(after);
            if (at < 0)
                yield return $"{ExitOutputs.ExitName(e)}: expected a tensor that the answer is computed from, got '{after}'";
            else if (part.FindTensor(after) is not { ElementType: ElementType.Float32, Shape: { Rank: 4, HasBatch: true } })
                yield return $"{ExitOutputs.ExitName(e)}: expected features [N, C, H, W], got {part.FindTensor(after)?.ToString() ?? $"'{after}' of unknown shape"}";
            if (at >= 0 && at <= depth)
                yield return $"{ExitOutputs.ExitName(e)}: expected a tensor deeper than '{order[depth]}', got '{after}'";
            depth = Math.Max(depth, at);
        }
    }
}
