namespace Ponder.Report;

/// <summary>A quantity that calibration expected, beside its measured value.</summary>
/// <param name="Quantity">Its name, such as <c>accuracy</c>.</param>
/// <param name="Expected">As expected, with its unit.</param>
/// <param name="Measured">As measured afterwards on the test split, with its unit. May be null.</param>
public sealed record Promise(string Quantity, string Expected, string? Measured);
