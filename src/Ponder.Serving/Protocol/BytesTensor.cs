using System.Buffers.Binary;

namespace Ponder.Serving.Protocol;

/// <summary>The elements of a BYTES tensor as the protocol writes them: each behind its length in four little-endian bytes.</summary>
internal static class BytesTensor
{
    /// <summary>Takes the elements apart.</summary>
    /// <param name="bytes">The tensor.</param>
    /// <param name="count">Elements that its shape says.</param>
    /// <param name="where">The input, for messages.</param>
    /// <param name="elements">The elements; no copies.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(ReadOnlyMemory<byte> bytes, int count, string where, out ReadOnlyMemory<byte>[] elements)
    {
        elements = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < count; i++)
        {
            if (bytes.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) > bytes.Length - sizeof(uint))
                return Invalid($"{where}, element {i}: expected its length in four bytes and as many bytes, got {bytes.Length} bytes");
            int end = sizeof(uint) + BinaryPrimitives.ReadInt32LittleEndian(bytes.Span); // no more than there are
            elements[i] = bytes[sizeof(uint)..end];
            bytes = bytes[end..];
        }

        return bytes.IsEmpty ? null : Invalid($"{where}: expected {count} elements, got {bytes.Length} bytes behind them");
    }

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
