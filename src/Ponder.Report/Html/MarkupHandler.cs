using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ponder.Report.Html;

/// <summary>Escapes the holes of an interpolated string on their way into a <see cref="MarkupBuilder"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupHandler
{
    private readonly StringBuilder _buffer;

    public MarkupHandler(int literalLength, int formattedCount, MarkupBuilder builder)
    {
        _buffer = builder.Buffer;
        _buffer.EnsureCapacity(_buffer.Length + literalLength + (8 * formattedCount));
    }

    public void AppendLiteral(string markup) => _buffer.Append(markup);

    public void AppendFormatted(string? text) => _buffer.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(Markup markup) => _buffer.Append(markup.Text);

    public void AppendFormatted(int value) => _buffer.Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>A coordinate: a hundredth of a pixel is enough, and keeps the page small.</summary>
    public void AppendFormatted(double value) => _buffer.Append(CultureInfo.InvariantCulture, $"{value:0.##}");
}
