using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>The budget's loss counts what the engine computes, and tells masks which way to go.</summary>
public sealed class BudgetLossTests
{
    private const int Count = 4;

    private static readonly HaltingTrainingOptions Halting = new() { Budget = 0.7 };

    [Theory]
    [InlineData(-50f)]
    [InlineData(0f)]
    [InlineData(50f)]
    public void Shares_HardMasks_AreWhatSampleCostsCount(float bias)
    {
        using var scope = NewDisposeScope();
        var graph = ToyMasks.Build(bias: bias);
        using var network = new TorchGraph(graph);
        var costs = new MaskCosts(graph);
        var (gates, found) = Run(network, isNoisy: false, costs.Costs.Conditions);
        var shares = new SoftCosts(costs.Costs).Shares(gates.Of, Count);
        double spent = costs.Costs.Parts.Zip(shares, (part, share) => part.Macs * share.item<float>()).Sum();

        var conditions = found.ToDictionary(tensor => tensor.Key, tensor => TorchTensors.ToHost(tensor.Value));
        Assert.Equal(Enumerable.Range(0, Count).Average(row => (double)costs.Costs.Of(conditions, row)), spent, 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void Missed_SoftMasks_HasTheGradientOfFiniteDifferences(double done)
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyMasks.Build());
        var loss = new BudgetLoss(network, Halting);
        Tensor[] masks = [Leaf(1), Leaf(2)];
        loss.Missed(gate => new SoftGate(masks[gate].detach(), masks[gate]), 1, done).backward();

        foreach (var mask in masks)
            Assert.Equal(Differences(loss, masks, mask, done), mask.grad!.data<float>().ToArray(), (one, other) => Math.Abs(one - other) < 2e-4f);
    }

    [Theory]
    [InlineData(0, 0.4, 0.4)]
    [InlineData(1 / 6.0, 0.2, 0.7)]
    [InlineData(1 / 3.0, 0, 1)]
    [InlineData(1, 0, 1)]
    public void Bounds_AreTightFirstAndGiveWayOverAThirdOfTheSteps(double done, double lower, double upper)
    {
        var bounds = BudgetLoss.Bounds(0.4, done);

        Assert.Equal((lower, upper), (bounds.Lower, bounds.Upper), (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-9);
    }

    [Fact]
    public void Run_NoisyMasks_AreDrawnAnewEveryTime()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyMasks.Build(bias: 0));
        const string Mask = "block.unit2.runs";

        var (first, second) = (Run(network, isNoisy: true, [Mask]).Found[Mask], Run(network, isNoisy: true, [Mask]).Found[Mask]);
        Assert.NotEqual(first.data<bool>().ToArray(), second.data<bool>().ToArray());
    }

    [Fact]
    public void Run_MasksWithoutNoise_ChooseAsTheGraphDoesAndPassGradientsToTheirLogits()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyMasks.Build(bias: 0));
        var hard = network.Run(Feeds(), ["logits"])["logits"];
        var soft = Run(network, isNoisy: false, ["logits"]).Found["logits"];
        soft.mul(soft).sum().backward();

        Assert.True(soft.allclose(hard, rtol: 1e-4, atol: 1e-5));
        Assert.NotEqual(0, network.Weight("block.unit3.logit.position.weight").grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Run_MasksInBFloat16_DecideInFloat32AndKeepTheFeaturesType()
    {
        using var scope = NewDisposeScope();
        var graph = ToyMasks.Build(bias: 0);
        using var network = new TorchGraph(graph, ScalarType.BFloat16);
        var (gates, found) = Run(network, isNoisy: true, ["block.unit3"]);

        Assert.Equal(ScalarType.BFloat16, found["block.unit3"].dtype);
        Assert.Equal(ScalarType.Float32, gates.Of(0).Soft.dtype);
    }

    [Fact]
    public void Validate_AnyState_DrawsNoNoise()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ToyMasks.Build(bias: 0));
        var objective = new HaltingObjective(network, teacher: null, ToyMasks.Options, Halting);
        var score = objective.Validate(new ToyMasks.Samples());
        rand(100);

        Assert.Equal(score.MacsShare, objective.Validate(new ToyMasks.Samples()).MacsShare);
    }

    [Theory]
    [InlineData(0.6, 0.8)]
    [InlineData(0.9, 0.6)]
    public void Value_ShareOverTheBudget_CountsAsLost(double share, double value)
    {
        using var network = new TorchGraph(ToyMasks.Build());

        Assert.Equal(value, new BudgetLoss(network, Halting).Value(new HaltingMeans(1, 1, 0.8, share)), 1e-9);
    }

    private static (SoftGates Gates, Dictionary<string, Tensor> Found) Run(TorchGraph network, bool isNoisy, IReadOnlyList<string> outputs)
    {
        var gates = new SoftGates(DemandAnalysis.Of(network.Graph, positions: true), [], isNoisy);
        return (gates, network.Run(Feeds(), outputs, training: false, gates));
    }

    private static Dictionary<string, Tensor> Feeds()
    {
        using var random = new Generator(5);
        return new() { ["x"] = randn([Count, 3, ToyMasks.Side, ToyMasks.Side], generator: random) };
    }

    // Chances far enough apart for windows to keep their largest.
    private static Tensor Leaf(int seed)
    {
        float[] values = [.. Enumerable.Range(0, 64).Select(i => (i + 0.5f) / 64)];
        new Random(seed).Shuffle(values);
        return tensor(values, [1, 1, 8, 8]).requires_grad_(true);
    }

    private static float[] Differences(BudgetLoss loss, Tensor[] masks, Tensor mask, double done)
    {
        const float Step = 4e-3f;
        using var noGradient = no_grad();
        return [.. Enumerable.Range(0, 64).Select(i => (At(i, Step) - At(i, -Step)) / (2 * Step))];

        float At(int i, float step)
        {
            var moved = mask.clone();
            moved.view(-1)[i] += step;
            return loss.Missed(gate => ReferenceEquals(masks[gate], mask) ? new SoftGate(moved, moved) : new SoftGate(masks[gate], masks[gate]), 1, done).item<float>();
        }
    }
}
