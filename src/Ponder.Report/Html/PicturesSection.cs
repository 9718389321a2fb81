using Ponder.Report.Png;

namespace Ponder.Report.Html;

/// <summary>Grids of inputs with what the model said of them.</summary>
internal static class PicturesSection
{
    public static Markup? Render(ReportModel model)
    {
        var groups = model.Pictures.Where(group => group.Pictures.Count > 0).ToList();
        if (groups.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"<section>\n<h2>What left early, what went on</h2>");
        foreach (var group in groups)
            AddGroup(html, group);
        return html.Add($"</section>").ToMarkup();
    }

    private static void AddGroup(MarkupBuilder html, PictureGroup group)
    {
        html.Add($"<h3>{group.Title}</h3>");
        if (group.Caption is not null)
            html.Add($"""<p class="caption">{group.Caption}</p>""");
        html.Add($"""<div class="pictures">""");
        foreach (var picture in group.Pictures)
            AddPicture(html, picture);
        html.Add($"</div>");
    }

    private static void AddPicture(MarkupBuilder html, Picture picture)
    {
        var data = Convert.ToBase64String(PngEncoder.Encode(picture));
        var said = picture.IsMistake ? $"✗ {picture.Prediction}" : picture.Prediction;
        html.Add($"""<figure class="{(picture.IsMistake ? "mistake" : "right")}"><img src="data:image/png;base64,{data}" width="{picture.Width}" height="{picture.Height}" alt="{picture.Label ?? "unlabelled picture"}">""")
            .Add($"""<figcaption><b>{said}</b> <span>{Numbers.Percent(picture.Confidence, "0.#")}</span>""");
        if (picture.IsMistake)
            html.Add($"""<small>is {picture.Label}</small>""");
        if (picture.Exit is not null)
            html.Add($"""<small>{picture.Exit}</small>""");
        html.Add($"</figcaption></figure>");
    }
}
