using Ponder.Graph;

namespace Ponder.Tests.Halting;

/// <summary>Small residual networks of two stages, three units and two, as others build them: without a plan.</summary>
internal static class ResidualNetworks
{
    private const int Side = 8;

    /// <summary>Units of three convolutions beside a shortcut that is a convolution where the shape changes; an activation behind the sum.</summary>
    public static GatedGraph Bottleneck() => Build("bottleneck", isActivated: false, (builder, input, name, channels, stride) =>
    {
        var first = builder.Relu(builder.NormalizedConvolution(input, $"{name}.reduce", channels / 4, kernel: 1), $"{name}.relu1");
        var second = builder.Relu(builder.NormalizedConvolution(first, $"{name}.spatial", channels / 4, kernel: 3, padding: 1, stride), $"{name}.relu2");
        var third = builder.NormalizedConvolution(second, $"{name}.expand", channels, kernel: 1);
        var shortcut = input.Shape[1] == channels ? input : builder.NormalizedConvolution(input, $"{name}.projection", channels, kernel: 1, padding: 0, stride);
        return builder.Relu(builder.Add("Add", $"{name}.sum", [third, shortcut]), name);
    });

    /// <summary>Units that normalise first: nothing behind the sum, and where the shape changes the shortcut reads what is normalised.</summary>
    public static GatedGraph Normalizing() => Build("pre-activation", isActivated: true, (builder, input, name, channels, stride) =>
    {
        var active = builder.Relu(builder.BatchNormalization(input, $"{name}.norm"), $"{name}.active");
        var first = builder.Relu(builder.NormalizedConvolution(active, $"{name}.conv1", channels, kernel: 3, padding: 1, stride), $"{name}.relu1");
        var second = builder.Convolution(first, $"{name}.conv2", channels, kernel: 3, padding: 1);
        return builder.Add("Add", name, [second, input.Shape[1] == channels ? input : builder.Convolution(active, $"{name}.projection", channels, kernel: 1, padding: 0, stride)]);
    });

    /// <summary>Layers one behind the other.</summary>
    public static GatedGraph Plain()
    {
        var builder = new GraphBuilder("plain", seed: 3);
        var image = builder.Input("image", TensorShape.Batch, 3, Side, Side);
        return builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(builder.Convolution(image, "stem", 4, kernel: 3), "features"), "answer", 5));
    }

    private static GatedGraph Build(string name, bool isActivated, Func<GraphBuilder, GraphValue, string, int, int, GraphValue> unit)
    {
        var builder = new GraphBuilder(name, seed: 3);
        var image = builder.Input("image", TensorShape.Batch, 3, Side, Side);
        var features = builder.Convolution(image, "stem", 8, kernel: 3, padding: 1);
        for (int number = 1; number <= 5; number++)
            features = unit(builder, features, $"unit{number}", number < 4 ? 16 : 32, number == 4 ? 2 : 1);
        if (isActivated)
            features = builder.Relu(features, "active");
        return builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(features, "features"), "logits", 5));
    }
}
