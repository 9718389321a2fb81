namespace Ponder.Client;

/// <summary>Asks a server of the Open Inference Protocol v2. Thread-safe.</summary>
public interface IInferenceClient
{
    /// <summary>Whether the server and all its models are ready.</summary>
    /// <exception cref="InferenceException">The server does not answer, or not in the protocol.</exception>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken = default);

    /// <summary>What a model reads and answers.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InferenceException">There is no such model, or the server does not answer.</exception>
    Task<ModelMetadata> MetadataAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Asks a model.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the waiting; a server that watches ends its work too.</param>
    /// <exception cref="InferenceException">The server refuses, or does not answer.</exception>
    Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks a model about one sample, and takes its answer at every exit that the sample passes as soon as it is there. Of a Ponder server.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the waiting, and the server's work.</param>
    /// <returns>Answers, each from a deeper exit than the one before; the last <see cref="InferenceResponse.IsFinal"/> and what <see cref="InferAsync"/> gives. Who leaves the loop ends the server's work.</returns>
    /// <exception cref="InferenceException">The server refuses, does not answer, or breaks off.</exception>
    IAsyncEnumerable<InferenceResponse> InferAnytimeAsync(InferenceRequest request, CancellationToken cancellationToken = default);
}
