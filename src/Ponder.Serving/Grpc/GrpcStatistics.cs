using Ponder.Serving.Rest;

namespace Ponder.Serving.Grpc;

/// <summary>What a model has done, in the words of gRPC: Triton's, which have no place for exits.</summary>
internal static class GrpcStatistics
{
    public static ModelStatistics Of(ModelCounts counts) => new()
    {
        Name = counts.Name,
        Version = counts.Version,
        InferenceCount = (ulong)counts.InferenceCount,
        ExecutionCount = (ulong)counts.ExecutionCount,
        InferenceStats = new InferStatistics
        {
            Success = Of(counts.InferenceStats.Success),
            Fail = Of(counts.InferenceStats.Fail),
            Queue = Of(counts.InferenceStats.Queue),
            ComputeInfer = Of(counts.InferenceStats.ComputeInfer),
        },
    };

    private static StatisticDuration Of(ModelCounts.Duration duration) => new() { Count = (ulong)duration.Count, Ns = (ulong)duration.Ns };
}
