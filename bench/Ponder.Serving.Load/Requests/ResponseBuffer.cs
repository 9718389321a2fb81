using System.Globalization;
using System.Text;

namespace Ponder.Serving.Load.Requests;

/// <summary>Collects the bytes of one HTTP/1.1 response, of a known length or in chunks.</summary>
internal sealed class ResponseBuffer
{
    private const int FirstBytes = 4096;
    private const int StatusAt = 9; // behind "HTTP/1.1 "
    private const int StatusLength = 3;

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfLine = "\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private byte[] _bytes = new byte[FirstBytes];
    private string _head = "";
    private int _count;
    private int _bodyStart;
    private int? _bodyLength;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_count == _bytes.Length)
                Array.Resize(ref _bytes, 2 * _bytes.Length);
            return _bytes.AsMemory(_count);
        }
    }

    /// <summary>The status; 0 as long as it is not there.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the server closes the connection behind it.</summary>
    public bool IsLast => Header("Connection")?.Equals("close", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether more came than the response: an answer that nobody has asked for.</summary>
    public bool HasSurplus => _bodyLength is { } length && _count > _bodyStart + length;

    /// <summary>The JSON, which is all of the body where it says nothing else.</summary>
    public ReadOnlyMemory<byte> Json => JsonLength is { } length ? Body[..length] : Body;

    /// <summary>The bytes behind the JSON.</summary>
    public ReadOnlyMemory<byte> Tensors => JsonLength is { } length ? Body[length..] : default;

    /// <summary>How much of the body is JSON; null where it does not say.</summary>
    public int? JsonLength => int.TryParse(Header("Inference-Header-Content-Length"), out int length) ? length : null;

    private ReadOnlyMemory<byte> Body => _bodyLength is { } length ? _bytes.AsMemory(_bodyStart, length) : Joined();

    /// <summary>Forgets a response.</summary>
    public void Clear() => (_head, _count, _bodyStart, _bodyLength, Status) = ("", 0, 0, null, 0);

    /// <summary>Takes bytes in that have been put into <see cref="Free"/>.</summary>
    /// <returns>Whether the response is whole.</returns>
    public bool Add(int received)
    {
        _count += received;
        var bytes = _bytes.AsSpan(0, _count);
        if (_bodyStart == 0)
        {
            int end = bytes.IndexOf(EndOfHead);
            if (end < 0)
                return false;
            _head = Encoding.ASCII.GetString(bytes[..(end + EndOfLine.Length)]);
            _bodyStart = end + EndOfHead.Length;
            Status = int.Parse(_head.AsSpan(StatusAt, StatusLength));
            _bodyLength = Header("Content-Length") is { } length ? int.Parse(length) : null;
        }

        return _bodyLength is { } known ? _count >= _bodyStart + known : bytes[_bodyStart..].EndsWith(LastChunk); // JSON has no bare line ends
    }

    private string? Header(string name)
    {
        string line = $"\r\n{name}:";
        int at = _head.IndexOf(line, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : _head[(at + line.Length).._head.IndexOf("\r\n", at + line.Length, StringComparison.Ordinal)].Trim();
    }

    private byte[] Joined()
    {
        var body = new List<byte>();
        var rest = _bytes.AsSpan(_bodyStart, _count - _bodyStart);
        while (true)
        {
            int end = rest.IndexOf(EndOfLine);
            int size = int.Parse(Encoding.ASCII.GetString(rest[..end]), NumberStyles.HexNumber);
            if (size == 0)
                return [.. body];
            body.AddRange(rest.Slice(end + EndOfLine.Length, size));
            rest = rest[(end + EndOfLine.Length + size + EndOfLine.Length)..];
        }
    }
}
