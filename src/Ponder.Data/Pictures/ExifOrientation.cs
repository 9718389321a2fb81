using System.Buffers.Binary;

namespace Ponder.Data.Pictures;

/// <summary>How a camera was held, as JPEG files say it in their Exif segment.</summary>
internal static class ExifOrientation
{
    private const byte Marker = 0xFF;
    private const byte Exif = 0xE1;
    private const byte StartOfScan = 0xDA;
    private const int OrientationTag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>1 to 8 as in the Exif standard (1: upright); 1 where a file says nothing or nonsense.</summary>
    public static int Of(ReadOnlySpan<byte> file)
    {
        int at = 2; // behind the start of image
        while (file.Length >= at + 4 && file[0] == Marker && file[at] == Marker && file[at + 1] != StartOfScan)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]); // counts its own two bytes
            var segment = file[(at + 4)..Math.Min(file.Length, Math.Max(at + 4, at + 2 + length))];
            if (file[at + 1] == Exif && segment.StartsWith("Exif\0\0"u8))
                return OfTiff(segment[6..]);
            at += 2 + length;
        }

        return 1;
    }

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        bool isLittle = tiff.StartsWith("II"u8);
        if (tiff.Length < 8)
            return 1;
        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2)
            return 1;
        var directory = tiff[((int)start + 2)..];
        int entries = Math.Min(Short(tiff[(int)start..], isLittle), directory.Length / EntryLength);
        for (int i = 0; i < entries; i++)
        {
            var entry = directory[(i * EntryLength)..];
            if (Short(entry, isLittle) == OrientationTag)
                return Short(entry[8..], isLittle) is var orientation and >= 1 and <= 8 ? orientation : 1;
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
