using System.Runtime.CompilerServices;
using System.Text;

namespace Ponder.Report.Html;

/// <summary>Collects HTML and SVG from interpolated strings: their literals are markup, their holes are text.</summary>
/// <remarks>
/// Holes are escaped on the way, so no caller can forget it; only a <see cref="Markup"/> passes untouched.
/// </remarks>
internal sealed class MarkupBuilder
{
    internal StringBuilder Buffer { get; } = new();

    /// <summary>Adds markup and ends the line.</summary>
    public MarkupBuilder Add([InterpolatedStringHandlerArgument("")] ref MarkupHandler markup)
    {
        // The handler has written into the buffer already.
        _ = markup;
        Buffer.Append('\n');
        return this;
    }

    public Markup ToMarkup() => new(Buffer.ToString());
}
