namespace Ponder.Report;

/// <summary>A <c>report.json</c> cannot be read as a report; the message says where and why.</summary>
public sealed class ReportFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
