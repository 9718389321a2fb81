namespace Ponder.Serving.Models;

/// <summary>An output as clients see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">FP32 or INT64.</param>
/// <param name="Length">Elements for each sample; the shape is [-1, Length].</param>
internal sealed record ServedOutput(string Name, string Datatype, int Length);
