using Ponder.Graph;

namespace Ponder.Tests.Evaluation;

/// <summary>Answers from a table: per tensor, one row of values per sample, looked up by the index in the sample.</summary>
internal sealed class TableExecutor : IGraphExecutor
{
    private readonly Dictionary<string, float[][]> _table = [];

    public string Name => "table";

    public TableExecutor With(string tensor, params float[][] rows)
    {
        _table[tensor] = rows;
        return this;
    }

    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        var image = feeds["image"];
        int count = image.Shape[0];
        var answers = new Dictionary<string, HostTensor>();
        foreach (string output in outputs)
        {
            float[][] rows = [.. Enumerable.Range(0, count).Select(row => _table[output][(int)image.Floats[row * 2]])];
            float[] values = [.. rows.SelectMany(row => row)];
            answers[output] = output == "exit"
                ? HostTensor.Of(Array.ConvertAll(values, value => (long)value), count, 1)
                : HostTensor.Of(values, count, rows[0].Length);
        }

        return answers;
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
