using System.Buffers.Binary;
using System.Text;

namespace Ponder.Training.Native;

/// <summary>The table of an ELF library that says which versions of other libraries' symbols it needs.</summary>
/// <remarks>
/// Layout after the Linux Standard Base, "Symbol Versioning": section type SHT_GNU_verneed, entries Elf64_Verneed, each
/// with a chain of Elf64_Vernaux. Only 64-bit little-endian files, the only ones that TorchSharp ships for Linux.
/// </remarks>
internal static class ElfVersionNeeds
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;
    private const int SectionHeaderSize = 64;
    private const int EntrySize = 16;

    /// <summary>Marks a needed version weak, so that the loader no longer insists on it.</summary>
    /// <param name="image">The whole file; changed in place.</param>
    /// <param name="version">Name of the version, e.g. <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Whether the file needed the version and now does so weakly; false leaves it as it was.</returns>
    /// <exception cref="InvalidDataException">Not such an ELF file, or a truncated one.</exception>
    public static bool TryWeaken(Span<byte> image, string version)
    {
        if (image.Length < SectionHeaderSize || !image.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("expected a 64-bit little-endian ELF file");

        bool found = false;
        var sections = SectionHeaders(image);
        for (int offset = 0; offset < sections.Length; offset += SectionHeaderSize)
        {
            var header = sections[offset..];
            if (ReadUInt32(header, 4) == VersionNeedSection)
                found |= TryWeakenIn(Slice(image, ReadUInt64(header, 24), ReadUInt64(header, 32)), SysVHash(version));
        }

        return found;
    }

    private static ReadOnlySpan<byte> SectionHeaders(Span<byte> image)
    {
        if (ReadUInt16(image, 58) != SectionHeaderSize)
            throw new InvalidDataException($"expected section headers of {SectionHeaderSize} bytes, got {ReadUInt16(image, 58)}");
        return Slice(image, ReadUInt64(image, 40), (ulong)ReadUInt16(image, 60) * SectionHeaderSize);
    }

    private static bool TryWeakenIn(Span<byte> needs, uint hash)
    {
        bool found = false;
        for (ulong library = 0, next = 1; next != 0; library += next)
        {
            var need = Slice(needs, library, EntrySize);
            ulong auxiliary = library + ReadUInt32(need, 8);
            for (int remaining = ReadUInt16(need, 2); remaining > 0; remaining--)
            {
                var entry = Slice(needs, auxiliary, EntrySize);
                if (ReadUInt32(entry, 0) == hash)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(ReadUInt16(entry, 4) | WeakFlag));
                    found = true;
                }

                auxiliary += ReadUInt32(entry, 12);
            }

            next = ReadUInt32(need, 12);
        }

        return found;
    }

    // The hash that System V's ABI defines for symbol names; Vernaux entries carry it.
    private static uint SysVHash(string name)
    {
        uint hash = 0;
        foreach (byte character in Encoding.ASCII.GetBytes(name))
        {
            hash = (hash << 4) + character;
            uint high = hash & 0xf0000000;
            hash = (hash ^ (high >> 24)) & ~high;
        }

        return hash;
    }

    private static Span<byte> Slice(Span<byte> image, ulong offset, ulong length) =>
        offset <= (ulong)image.Length && length <= (ulong)image.Length - offset
            ? image.Slice((int)offset, (int)length)
            : throw new InvalidDataException($"truncated: {length} bytes at {offset} of {image.Length}");

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong ReadUInt64(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
