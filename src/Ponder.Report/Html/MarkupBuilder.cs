using System.Runtime.CompilerServices;
using System.Text;

namespace Ponder.Report.Html;

/// <summary>Collects HTML and SVG. What an interpolated string says literally is markup, what stands in its holes is text and is escaped.</summary>
/// <remarks>So no caller can forget to escape; only a <see cref="Markup"/> passes a hole untouched.</remarks>
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
