namespace Ponder.Report.Html;

/// <summary>Text that is HTML or SVG already and is not escaped again.</summary>
internal readonly record struct Markup(string Text);
