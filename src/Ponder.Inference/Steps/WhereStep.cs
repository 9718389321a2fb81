using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A gate over rows: takes each sample's row from the side that its condition asks for. The other side may not exist.</summary>
internal sealed class WhereStep<T>(
    TensorLayout condition, TensorLayout accepted, TensorLayout refused, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var side = workspace.Sample<bool>(condition, sample)[0] ? accepted : refused;
            var row = workspace.Sample<T>(side, sample);
            var result = workspace.Sample<T>(destination, sample);
            if (row.Length == result.Length)
                row.CopyTo(result);
            else
                result.Fill(row[0]);
        }
    }
}
