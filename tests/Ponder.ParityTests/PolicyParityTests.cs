using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

/// <summary>Every policy decides the same on every executor, whatever else is asked of the exits.</summary>
public sealed class PolicyParityTests
{
    private const int Samples = 24;

    private static readonly Dictionary<string, IExitPolicy> Policies = new()
    {
        ["entropy"] = new EntropyExitPolicy(2.29f),
        ["confidence"] = new ConfidenceExitPolicy(0.12f),
        ["margin"] = new MarginExitPolicy(0.006f),
        ["patience"] = new PatienceExitPolicy(0.5f),
        ["learned"] = new LearnedExitPolicy(0.6f),
        ["learned with features"] = new LearnedExitPolicy(0.6f, seesFeatures: true),
    };

    private static readonly string[] Forms = ["plain", "carried", "tempered", "recalling"];

    public static MatrixTheoryData<string, string, string> Cases => new(Policies.Keys, Forms, Executors.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Policy_AgreesWithOnnxRuntime(string policy, string form, string executor)
    {
        var graph = Model(Policies[policy], form);
        string[] outputs = [.. graph.Plan!.Exits.SelectMany(exit => new[] { exit.Logits, exit.Score }).OfType<string>(), "logits", "exit", "confidence"];
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var tested = Executors.Create(executor, graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Noise() };

        var expected = oracle.Run(feeds, outputs);
        var actual = tested.Run(feeds, outputs);

        Assert.All(outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }

    private static GatedGraph Model(IExitPolicy policy, string form)
    {
        var graph = ExitAttachment.Attach(
            LeNet.Build(seed: 2), [.. new[] { "pool1", "pool2" }.Select(after => new ExitBranch(after, new PooledLinearHead()))], policy, seed: 2, carry: form == "carried" ? 0.5 : 0);
        if (form == "recalling" && policy is not LearnedExitPolicy)
            return PolicyChange.Apply(graph, policy, [1, 2, 0.5], recalls: true);
        return form == "tempered" && policy is not LearnedExitPolicy ? PolicyChange.Apply(graph, policy, [0.5, 2, 1]) : graph;
    }

    private static HostTensor Noise()
    {
        var random = new Random(4);
        return HostTensor.Of([.. Enumerable.Range(0, Samples * 28 * 28).Select(_ => random.NextSingle() * 4)], Samples, 1, 28, 28);
    }
}
