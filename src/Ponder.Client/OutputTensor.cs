using System.Runtime.InteropServices;

namespace Ponder.Client;

/// <summary>An output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">FP32, INT64 and so on, as the protocol calls it.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Data">Its elements as bytes: row by row, little-endian.</param>
public sealed record OutputTensor(string Name, string Datatype, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>The elements of an FP32 output.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public float[] Floats() => As<float>("FP32");

    /// <summary>The elements of an INT64 output.</summary>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    public long[] Int64s() => As<long>("INT64");

    private T[] As<T>(string datatype)
        where T : struct => Datatype == datatype
        ? MemoryMarshal.Cast<byte, T>(Data.Span).ToArray()
        : throw new InvalidOperationException($"output '{Name}': expected {datatype}, got {Datatype}");
}
