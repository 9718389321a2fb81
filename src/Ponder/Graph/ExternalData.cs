using System.Globalization;
using Google.Protobuf;
using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Weights that a model keeps in files of their own: read from the model's folder and nowhere else.</summary>
internal static class ExternalData
{
    private const long MostBytes = 2_000_000_000; // of all weights: a file with them inside must stay under 2 GB
    private const int MostLinks = 40;

    /// <summary>Brings all such weights into the model.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="folder">The model's folder.</param>
    /// <param name="source">The model's name, for messages.</param>
    /// <exception cref="ModelFormatException">A file is missing, too short, or outside the folder; all tensors are listed.</exception>
    public static void Include(ModelProto model, string folder, string source)
    {
        var faults = new List<string>();
        long total = 0;
        foreach (var tensor in Tensors(model).Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External))
        {
            try
            {
                Include(tensor, folder, ref total);
            }
            catch (ModelFormatException error)
            {
                faults.Add($"tensor '{tensor.Name}': {error.Faults[0]}");
            }
        }

        if (faults.Count > 0)
            throw new ModelFormatException(source, faults);
    }

    private static IEnumerable<TensorProto> Tensors(ModelProto model) => model.Graph is null ? [] :
    [
        .. model.Graph.Initializer,
        .. model.Graph.Node.SelectMany(node => node.Attribute).Select(attribute => attribute.T).Where(tensor => tensor is not null),
    ];

    private static void Include(TensorProto tensor, string folder, ref long total)
    {
        string location = Entry(tensor, "location") ?? throw Fault("expected the location of external data, got none");
        var file = Find(folder, location);
        long offset = Number(tensor, "offset") ?? 0;
        long length = Number(tensor, "length") ?? Math.Max(0, file.Length - offset);
        if (offset > file.Length || length > file.Length - offset)
            throw Fault($"expected {length} bytes from {offset} on in '{location}', got a file of {file.Length}");
        total += length;
        if (total > MostBytes)
            throw Fault($"expected at most {MostBytes} bytes of weights in all, got more");
        byte[] bytes = new byte[length];
        if (length > 0) // a pipe has no length; opening it could wait for ever
        {
            using var handle = File.OpenHandle(file.FullName);
            if (Read(handle, bytes, offset) < length)
                throw Fault($"expected {length} bytes from {offset} on in '{location}', got fewer");
        }

        tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
        tensor.ExternalData.Clear();
        tensor.ClearDataLocation();
    }

    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle handle, byte[] bytes, long offset)
    {
        int done = 0;
        while (done < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(done), offset + done) is > 0 and var read)
            done += read;
        return done;
    }

    private static FileInfo Find(string folder, string location)
    {
        string[] parts = location.Split('/', '\\');
        if (location.Length == 0 || location.Contains('\0') || Path.IsPathRooted(location) || parts[0].Length == 0 || parts[0].EndsWith(':') || parts.Contains(".."))
            throw Fault($"expected a file of the model's folder, got '{location}'");
        string home = Resolve(folder, links: 0);
        var file = new FileInfo(Resolve(Path.Combine(folder, Path.Combine(parts)), links: 0));
        if (!file.FullName.StartsWith(Path.TrimEndingDirectorySeparator(home) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Fault($"expected a file of the model's folder, got '{location}', which leads to another");
        return file.Exists ? file : throw Fault($"expected a file '{location}' in the model's folder, got none");
    }

    /// <summary>The path without links, all of which are followed.</summary>
    private static string Resolve(string path, int links)
    {
        if (links > MostLinks)
            throw Fault("expected a file, got links that lead nowhere");
        string real = Path.GetPathRoot(path)!;
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            string next = part == ".." ? Path.GetDirectoryName(real) ?? real : Path.Combine(real, part);
            real = new FileInfo(next).LinkTarget is { } target ? Resolve(Path.Combine(real, target), links + 1) : next;
        }

        return real;
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto tensor, string key) => Entry(tensor, key) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Fault($"external data: expected {key} of zero or more, got '{text}'");

    private static ModelFormatException Fault(string fault) => new("external data", fault);
}
