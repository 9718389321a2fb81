using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Brings the weights of a fully connected layer into the order that its kernel and its input have.</summary>
internal static class LinearWeights
{
    /// <summary>[outputs][inputs], with inputs permuted from channel order to pixel order when they are a flattened image.</summary>
    public static float[] InRowOrder(
        ReadOnlySpan<float> weights, int inputs, int outputs, bool isTransposed, TensorShape? flattenedImage)
    {
        float[] rows = new float[weights.Length];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                float weight = isTransposed ? weights[(output * inputs) + input] : weights[(input * outputs) + output];
                rows[(output * inputs) + Place(input, flattenedImage)] = weight;
            }
        }

        return rows;
    }

    private static int Place(int input, TensorShape? image)
    {
        if (image is null)
            return input;
        int pixels = image[2] * image[3];
        return (input % pixels * image[1]) + (input / pixels);
    }
}
