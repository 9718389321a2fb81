namespace Ponder.Data.Pictures;

/// <summary>Picture files that are decoded when they are first read, and kept while all of them fit in half of the memory.</summary>
internal sealed class PictureSet : IImageSet
{
    private const double MostDamaged = 0.05;
    private const int ShownFaults = 3;

    private readonly IReadOnlyList<LabelledFile> _files;
    private readonly PictureForm _form;
    private readonly Action<string> _report;
    private readonly byte[]?[] _decoded;
    private readonly string?[] _faults;
    private readonly bool _keeps;

    public PictureSet(IReadOnlyList<LabelledFile> files, PictureForm form, Action<string> report)
    {
        (_files, _form, _report) = (files, form, report);
        (_decoded, _faults) = (new byte[files.Count][], new string[files.Count]);
        _keeps = (long)files.Count * form.Channels * form.Height * form.Width <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
    }

    public int Count => _files.Count;

    public int Channels => _form.Channels;

    public int Height => _form.Height;

    public int Width => _form.Width;

    public ReadOnlySpan<byte> Pixels(int index) => _decoded[index] ?? Keep(index, Read(index));

    public ReadOnlySpan<byte> Decode(int index) => Read(index);

    public int Label(int index) => _files[index].Label;

    public string? PathOf(int index) => _files[index].Path;

    /// <summary>The images of a range without the damaged ones, which are reported.</summary>
    /// <exception cref="DataFormatException">More than one in twenty is damaged.</exception>
    public IImageSet Whole(int start, int endExclusive)
    {
        bool[] isKnown = [.. _faults.Select(fault => fault is not null)]; // and reported
        Parallel.For(start, endExclusive, i =>
        {
            if (_decoded[i] is not null || _faults[i] is not null)
                return;
            try
            {
                Keep(i, Read(i));
            }
            catch (DataFormatException error)
            {
                _faults[i] = error.Message;
            }
        });
        int[] damaged = [.. Enumerable.Range(start, endExclusive - start).Where(i => _faults[i] is not null)];
        if (damaged.Length > MostDamaged * (endExclusive - start))
        {
            throw new DataFormatException(
                Path.GetDirectoryName(_files[damaged[0]].Path) ?? "", $"expected at most {MostDamaged:P0} damaged pictures, got {damaged.Length} of "
                + $"{endExclusive - start}: {string.Join("; ", damaged.Take(ShownFaults).Select(i => _faults[i]))}");
        }

        foreach (int i in damaged.Where(i => !isKnown[i]))
            _report($"left out: {_faults[i]}");
        return new ImageSelection(this, [.. Enumerable.Range(start, endExclusive - start).Except(damaged)]);
    }

    private byte[] Read(int index)
    {
        string path = _files[index].Path;
        return PictureReader.Read(File.ReadAllBytes(path), path, _form);
    }

    private byte[] Keep(int index, byte[] pixels)
    {
        if (_keeps)
            _decoded[index] = pixels;
        return pixels;
    }
}
