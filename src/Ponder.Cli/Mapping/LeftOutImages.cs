namespace Ponder.Cli.Mapping;

/// <summary>Images that say nothing about boxes.</summary>
/// <param name="WithoutBox">No list names them.</param>
/// <param name="AllInside">Their boxes cover all that the model sees.</param>
/// <param name="AllOutside">Their boxes are cut off.</param>
internal sealed record LeftOutImages(int WithoutBox, int AllInside, int AllOutside);
