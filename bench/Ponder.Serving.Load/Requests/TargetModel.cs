using Ponder.Client;

namespace Ponder.Serving.Load.Requests;

/// <summary>A model of a running server.</summary>
/// <param name="Server">Where REST listens.</param>
/// <param name="Name">What the model is called.</param>
/// <param name="Input">What its input is called.</param>
/// <param name="SampleShape">Sizes of a sample, [C, H, W].</param>
internal sealed record TargetModel(Uri Server, string Name, string Input, IReadOnlyList<long> SampleShape)
{
    /// <summary>Numbers of a sample.</summary>
    public int SampleLength => (int)SampleShape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Where it is asked.</summary>
    public string InferPath => $"/v2/models/{Uri.EscapeDataString(Name)}/infer";

    /// <summary>Asks the server for what it says of the model.</summary>
    /// <exception cref="InferenceException">There is no such server or model.</exception>
    public static async Task<TargetModel> FindAsync(Uri server, string name, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server };
        var input = (await new RestInferenceClient(http).MetadataAsync(name, cancellationToken)).Inputs[0];
        return new TargetModel(server, name, input.Name, [.. input.Shape.Skip(1)]);
    }
}
