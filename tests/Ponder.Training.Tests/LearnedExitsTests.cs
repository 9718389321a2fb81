using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

public sealed class LearnedExitsTests
{
    private const double Delta = 1e-3;

    private static readonly LearnedExitOptions Learned = new() { CostWeight = 0.7, Costs = [0.3, 0.6, 1.1], Weight = 0.8 };

    private static readonly TrainingOptions Options = new() { ExitWeights = [0.5, 0, 1], LearnedExits = Learned };

    /// <summary>The whole loss, gates and costs included: what backpropagation says is what differences say, at every weight.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_Gradient_IsThatOfDifferences(bool seesFeatures)
    {
        using var scope = NewDisposeScope();
        using var network = Network(new LearnedExitPolicy(seesFeatures: seesFeatures));
        Backward(network, Options);

        Assert.All(network.WeightNames, name =>
        {
            float[] gradient = Gradient(network, name);
            for (int i = 0; i < gradient.Length; i++)
                Assert.Equal(Difference(network, name, i), gradient[i], 2e-3);
        });
    }

    [Fact]
    public void Loss_OfGatesAtTheirStart_IsTheExpectationOfHalvesAndQuarters()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyExits.Build(new LearnedExitPolicy()));
        var batch = ToyExits.Batch();

        var loss = Objective(network, new TrainingOptions { ExitWeights = [0, 0, 0], LearnedExits = Learned with { Weight = 1 } }).Loss(batch, done: 0);

        double[] exits = [.. loss.Parts.Select(part => (double)part!.item<float>())];
        double expected = (0.5 * (exits[0] + (0.7 * 0.3))) + (0.25 * (exits[1] + (0.7 * 0.6))) + (0.25 * (exits[2] + (0.7 * 1.1)));
        Assert.Equal(expected, loss.Joint.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(0, false)] // first turn: the network
    [InlineData(5, true)] // second turn: the gates
    public void Loss_InTurns_TeachesGatesOrNetworkOnly(int step, bool gatesLearn)
    {
        using var scope = NewDisposeScope();
        var options = Options with { ExitWeights = [0, 0, 0], LearnedExits = Learned with { Alternation = 5 } };
        using var network = Network(new LearnedExitPolicy(seesFeatures: true), detachesGates: true);
        Objective(network, options, new TrainingState { Step = step }).Loss(ToyExits.Batch(), done: 0).Joint.backward();

        Assert.All(network.WeightNames, name => Assert.Equal(
            name.Contains("gate_logit", StringComparison.Ordinal) == gatesLearn, Gradient(network, name).Any(value => value != 0)));
    }

    [Theory]
    [InlineData(0.4, true)]
    [InlineData(1.0, false)]
    public void Loss_WithABudget_MovesThePriceTowardsIt(double budget, bool rises)
    {
        using var scope = NewDisposeScope();
        using var network = Network(new LearnedExitPolicy());
        var state = new TrainingState();
        var objective = Objective(network, Options with { LearnedExits = Learned with { Budget = budget } }, state);

        objective.Loss(ToyExits.Batch(), done: 0);

        Assert.Equal(rises, state.Price > Learned.CostWeight);
    }

    [Fact]
    public void Gradient_ThroughWhatIsCarried_IsNone()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyExits.Build(new EntropyExitPolicy(0), carry: 1));
        Backward(network, new TrainingOptions { ExitWeights = [0, 1, 0] });

        Assert.All(Gradient(network, "exit1.logits.weight"), value => Assert.Equal(0, value));
        Assert.Contains(Gradient(network, "exit2.logits.weight"), value => value != 0);
        Assert.Contains(Gradient(network, "layer1.sum.weight"), value => value != 0);
    }

    /// <summary>Before the first of three exits: a third of that exit's gradient, two thirds of what comes from behind.</summary>
    [Fact]
    public void Gradient_InEquilibrium_IsTheMeanOverTheExitsBehind()
    {
        using var scope = NewDisposeScope();
        float[][] exits = [.. Enumerable.Range(0, 3).Select(e => FirstLayer([.. Enumerable.Range(0, 3).Select(i => i == e ? 1.0 : 0)], hasEquilibrium: false))];

        float[] balanced = FirstLayer([1, 1, 1], hasEquilibrium: true);

        for (int i = 0; i < balanced.Length; i++)
            Assert.Equal((exits[0][i] + exits[1][i] + exits[2][i]) / 3, balanced[i], 1e-5); // 1/3 a + 2/3 (1/2 b + 1/2 c)
    }

    [Fact]
    public void Weights_OfArrival_FallWhereEarlierExitsAreSure()
    {
        using var scope = NewDisposeScope();
        var plan = ToyExits.Build(new EntropyExitPolicy(0)).Plan!;
        var sure = tensor(new float[,] { { 9, 0, 0, 0 }, { 0, 0, 0, 0 } });
        var found = plan.Exits.ToDictionary(exit => exit.Logits, _ => sure);

        float[][] weights = [.. new ExitArrival(plan, floor: 0.1).Weights(found).Select(each => each.data<float>().ToArray())];

        Assert.Equal([1f, 1f], weights[0]);
        Assert.Equal(0.1 / 0.75, weights[1][0] / weights[1][1], 1e-5); // the floor against 1 - 1/4
        Assert.Equal(0.1 / 0.5625, weights[2][0] / weights[2][1], 1e-5);
        Assert.All(weights, each => Assert.Equal(1, each.Average(), 1e-5));
    }

    [Fact]
    public void Constructor_CostsOfOtherExits_AreRefused()
    {
        var graph = ToyExits.Build(new LearnedExitPolicy());
        var options = new TrainingOptions { LearnedExits = Learned with { Costs = [1] } };

        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(graph, new ToySamples(8), new ToySamples(8), options));

        Assert.Contains("costs of learned exits: expected 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_LearnedOptionsForOtherPolicies_AreRefused()
    {
        var graph = ToyExits.Build(new EntropyExitPolicy(0));

        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(graph, new ToySamples(8), new ToySamples(8), Options));

        Assert.Contains("expected learned exits", error.Message, StringComparison.Ordinal);
    }

    private static float[] FirstLayer(double[] weights, bool hasEquilibrium)
    {
        var graph = ToyExits.Build(new EntropyExitPolicy(0));
        using var network = new TorchGraph(graph, gradients: new GradientScales(graph, hasEquilibrium));
        Backward(network, new TrainingOptions { ExitWeights = weights });
        return Gradient(network, "layer1.sum.weight");
    }

    private static TorchGraph Network(IExitPolicy policy, bool detachesGates = false)
    {
        var graph = ToyExits.Build(policy);
        ToyExits.Shake(graph);
        return new TorchGraph(graph, gradients: new GradientScales(graph, detachesGates: detachesGates));
    }

    private static JointObjective Objective(TorchGraph network, TrainingOptions options, TrainingState? state = null) =>
        new(network, teacher: null, options, state ?? new TrainingState());

    private static void Backward(TorchGraph network, TrainingOptions options) => Objective(network, options).Loss(ToyExits.Batch(), done: 0).Joint.backward();

    private static float[] Gradient(TorchGraph network, string name) =>
        network.Weight(name).grad is { } gradient ? gradient.contiguous().data<float>().ToArray() : [];

    private static double Difference(TorchGraph network, string name, int index)
    {
        double Loss(double offset)
        {
            using var noGradient = no_grad();
            var place = network.Weight(name).view(-1)[index];
            float before = place.item<float>();
            using var held = before.ToScalar();
            using var moved = ((float)(before + offset)).ToScalar();
            place.fill_(moved);
            double loss = Objective(network, Options).Loss(ToyExits.Batch(), done: 0).Joint.item<float>();
            place.fill_(held);
            return loss;
        }

        return (Loss(Delta) - Loss(-Delta)) / (2 * Delta);
    }
}
