using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Zoo;

namespace Ponder.Tests.Halting;

/// <summary>Residual networks get blocks of units that halt.</summary>
public sealed class HaltingAttachmentTests
{
    private static readonly HaltingOptions Positions = new();

    public static TheoryData<string, int[]> Networks => new()
    {
        { "resnet8", [1, 1, 1] },
        { "resnet14", [2, 2, 2] },
        { "bottleneck", [3, 2] },
        { "pre-activation", [3, 2] },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Attach_ResidualNetwork_FindsItsUnits(string name, int[] units) =>
        Assert.Equal(units, Attach(Network(name)).Plan!.Halting!.Blocks.Select(block => block.Units)); // attaching makes a plan

    [Theory]
    [MemberData(nameof(Networks))]
    public void Attach_ResidualNetwork_KeepsItsConstants(string name, int[] units)
    {
        var network = Network(name);
        var made = Attach(network);

        Assert.NotEmpty(units);
        Assert.All(network.ConstantNames.Where(constant => !constant.StartsWith("exit", StringComparison.Ordinal)), constant => Assert.True(Same(network.Constant(constant), made.Constant(constant))));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Attach_ResidualNetwork_CostsTheSameWithoutScores(string name, int[] units)
    {
        var network = Network(name);

        Assert.NotEmpty(units);
        Assert.Equal(DemandAnalysis.Of(network, [network.Plan?.TrunkLogits ?? network.Outputs[0]]).Macs([]), ExitCosts.Of(Attach(network)).StaticMacs);
    }

    [Fact]
    public void Attach_Network_IsLeftAsItIs()
    {
        var network = ResidualNetworks.Bottleneck();
        byte[] before = network.ToBytes();
        Attach(network);

        Assert.Equal(before, network.ToBytes());
    }

    [Fact]
    public void Attach_ForeignResNet_FindsNineUnitsInEachOfThreeStages()
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("PONDER_DATA") ?? "", "models", "resnet56-cifar10.onnx");
        Assert.SkipUnless(File.Exists(path), "no foreign models: set PONDER_DATA to a folder with models/resnet56-cifar10.onnx");
        var network = GatedGraph.Load(path);
        var made = Attach(network);

        Assert.Equal([9, 9, 9], made.Plan!.Halting!.Blocks.Select(block => block.Units)); // attaching makes a plan
        Assert.Equal(DemandAnalysis.Of(network).Macs([]), ExitCosts.Of(made).StaticMacs);
        Assert.All(network.ConstantNames, constant => Assert.True(made.IsConstant(constant)));
    }

    [Fact]
    public void Attach_PlainNetwork_IsRefused() =>
        Assert.Contains("expected residual units", Assert.Throws<ModelFormatException>(() => Attach(ResidualNetworks.Plain())).Message, StringComparison.Ordinal);

    [Fact]
    public void Attach_NetworkThatHalts_IsRefused() =>
        Assert.Contains("expected a network without gates", Assert.Throws<ModelFormatException>(() => Attach(ResNet.BuildHalting(seed: 1, depth: 14))).Message, StringComparison.Ordinal);

    [Fact]
    public void Attach_NetworkWithPlan_KeepsItsLabels()
    {
        var network = ResNet.Build(seed: 1, depth: 8);
        network.Plan = network.Plan! with { Labels = ["a", "b"] }; // the zoo's have one

        Assert.Equal(["a", "b"], GatedGraph.Parse(Attach(network).ToBytes(), "file").Plan!.Labels);
    }

    private static GatedGraph Attach(GatedGraph network) => HaltingAttachment.Attach(network, Positions, seed: 1, "halting");

    private static GatedGraph Network(string name) => name switch
    {
        "bottleneck" => ResidualNetworks.Bottleneck(),
        "pre-activation" => ResidualNetworks.Normalizing(),
        _ => ResNet.Build(seed: 1, int.Parse(name["resnet".Length..])),
    };

    private static bool Same(HostTensor one, HostTensor other) => one.ElementType == ElementType.Float32
        ? one.Floats.SequenceEqual(other.Floats)
        : one.Int64s.SequenceEqual(other.Int64s);
}
