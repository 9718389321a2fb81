namespace Ponder.Serving.Load.Soak;

/// <summary>The server's process, as Linux tells of it.</summary>
/// <param name="id">Its number.</param>
internal sealed class ServerProcess(int id)
{
    private const string Resident = "VmRSS:"; // a process that has ended has none

    /// <summary>Resident memory in KiB; null where the process is gone.</summary>
    public long? ResidentKiB()
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(Resident, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(Resident.Length, line.LastIndexOf(' ') - Resident.Length));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
