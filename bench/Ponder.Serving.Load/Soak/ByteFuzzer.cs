namespace Ponder.Serving.Load.Soak;

/// <summary>Spoils bytes at random.</summary>
internal sealed class ByteFuzzer(Random random)
{
    /// <summary>How many good requests a client spoils in turn.</summary>
    public const int Originals = 64;

    private const int MostChanges = 4;
    private const int MostLength = 64;
    private const int HeadLength = 256; // where the meaning of a request is

    private static readonly byte[][] Hostile =
    [
        .. new[] { "null", "-1", "1e999", "99999999999999999999", "\"\\ud800\"", "NaN", "{}", "[", "}", ",", "0x", "\0", new string('[', 200), new string('9', 200) }.Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    /// <summary>A spoilt copy; may by chance be as good as before.</summary>
    public byte[] Spoil(byte[] good)
    {
        List<byte> bytes = [.. good];
        for (int changes = random.Next(1, MostChanges + 1); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = random.Next(random.Next(2) == 0 ? bytes.Count : Math.Min(HeadLength, bytes.Count));
        int length = random.Next(1, Math.Min(MostLength, bytes.Count - at) + 1);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(byte.MaxValue + 1);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Hostile[random.Next(Hostile.Length)]);
                break;
        }
    }
}
