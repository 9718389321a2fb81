using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ponder.Graph;
using Ponder.Training.Execution;

namespace Ponder.Training.Trainers;

/// <summary>Everything that a training needs to go on bit-identically, in one file that is replaced whole or not at all.</summary>
internal static class Checkpoint
{
    public const string FileName = "checkpoint.zip";

    public static void Save(string path, TrainingState state, GatedGraph current, GatedGraph best, IOptimizer optimizer)
    {
        string partial = path + ".partial";
        using (var archive = new ZipArchive(File.Create(partial), ZipArchiveMode.Create))
        {
            Write(archive, "weights.onnx", stream => stream.Write(current.ToBytes()));
            Write(archive, "best.onnx", stream => stream.Write(best.ToBytes()));
            Write(archive, "optimizer", stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                optimizer.Write(writer);
            });
            Write(archive, "state.json", stream => JsonSerializer.Serialize(stream, state, TrainingJsonContext.Default.TrainingState));
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads a checkpoint into a training that was set up with the same network and options.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or was made with other options or another network.</exception>
    public static TrainingState Load(
        string path, TrainingOptions options, TorchGraph current, GatedGraph best, IOptimizer optimizer)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var state = JsonSerializer.Deserialize(Read(archive, "state.json"), TrainingJsonContext.Default.TrainingState)!;
            if (!IsSame(state.Options, options))
                throw new CheckpointException(path, $"expected the options of this training ({options}), got {state.Options}");
            current.Load(GatedGraph.Parse(Read(archive, "weights.onnx"), path));
            var bestWeights = GatedGraph.Parse(Read(archive, "best.onnx"), path);
            foreach (string name in current.StateNames)
                best.SetConstant(name, bestWeights.Constant(name));
            using var reader = new BinaryReader(new MemoryStream(Read(archive, "optimizer")));
            optimizer.Read(reader);
            return state;
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or ModelFormatException or EndOfStreamException or KeyNotFoundException)
        {
            throw new CheckpointException(path, $"expected a checkpoint of this network, got {error.Message}", error);
        }
    }

    // As text: records compare lists by identity.
    private static bool IsSame(TrainingOptions left, TrainingOptions right) =>
        JsonSerializer.Serialize(left, TrainingJsonContext.Default.TrainingOptions)
            == JsonSerializer.Serialize(right, TrainingJsonContext.Default.TrainingOptions);

    private static void Write(ZipArchive archive, string name, Action<Stream> write)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        write(entry);
    }

    private static byte[] Read(ZipArchive archive, string name)
    {
        using var stream = (archive.GetEntry(name) ?? throw new InvalidDataException($"no entry '{name}'")).Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
