namespace Ponder.Serving.Rest;

/// <summary>The description of the REST paths for tools that read OpenAPI; a file of the assembly, held against the paths by a test.</summary>
internal static class OpenApiDocument
{
    private const string Resource = "openapi.json";

    /// <summary>The document, JSON in UTF-8.</summary>
    public static Stream Open() => typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Resource)
        ?? throw new InvalidOperationException($"{Resource}: expected it in the assembly, got none");
}
