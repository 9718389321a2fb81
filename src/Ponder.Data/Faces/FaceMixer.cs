namespace Ponder.Data.Faces;

/// <summary>Mixes faces with ten times as many backgrounds, in an order that is the same at every opening.</summary>
/// <param name="name">The data set, for reports.</param>
/// <param name="scenes">Photographs for the backgrounds that a pair lacks, in their order.</param>
/// <param name="report">Told of faces that are left out.</param>
internal sealed class FaceMixer(string name, IReadOnlyList<ScenePhotograph> scenes, Action<string> report)
{
    /// <summary>Backgrounds to a face: rare positives are what rejecting early is for, and one in ten is still measured well with 2,296 faces.</summary>
    public const int BackgroundsPerFace = 10;

    /// <summary>Faces lie in runs of this many copies of one person, each turned and moved a little.</summary>
    public const int CopiesPerPerson = 10;

    /// <summary>Backgrounds that come from one photograph, about: 19,176 of 504, in the photographs' order.</summary>
    public const int CropsPerPhotograph = 38;

    private const int Seed = 24; // any: fixed, so that parts like test[0:100] stay what they are

    /// <summary>Makes a split.</summary>
    /// <param name="split">Its name, for reports.</param>
    /// <param name="pair">Where its faces and first backgrounds lie.</param>
    /// <param name="faces">Range of the pair's faces.</param>
    /// <param name="backgrounds">Range of the pair's backgrounds.</param>
    /// <param name="photographs">Range of the scenes.</param>
    public MixedImages Mix(string split, FacePair pair, (int Start, int End) faces, (int Start, int End) backgrounds, (int Start, int End) photographs)
    {
        var (all, others) = (Faces(pair, faces).ToArray(), Backgrounds(pair, backgrounds).ToArray());
        var windows = Windows(pair, photographs).ToArray();
        int kept = Math.Min(all.Length, (others.Length + windows.Length) / BackgroundsPerFace);
        if (kept < all.Length)
        {
            report($"{name} {split}: {kept:N0} of {all.Length:N0} faces are kept, as {BackgroundsPerFace} backgrounds to each are needed and there are "
                + $"{others.Length + windows.Length:N0}; more are cut from photographs in {FaceData.ScenesFolder}");
        }

        int needed = BackgroundsPerFace * kept, own = Math.Min(others.Length, needed);
        MixedImage[] mix = [.. Evenly(all, kept), .. Evenly(others, own), .. Evenly(windows, needed - own)];
        new Random(Seed).Shuffle(mix);
        return new MixedImages(mix);
    }

    private static IEnumerable<MixedImage> Faces(FacePair pair, (int Start, int End) range) => Positions(range)
        .Select(i => new MixedImage(pair.Images, pair.Faces[i], FaceData.Face, i / CopiesPerPerson));

    private static IEnumerable<MixedImage> Backgrounds(FacePair pair, (int Start, int End) range) => Positions(range)
        .Select(i => new MixedImage(pair.Images, pair.Backgrounds[i], FaceData.Background, Persons(pair) + (i / CropsPerPhotograph)));

    private IEnumerable<MixedImage> Windows(FacePair pair, (int Start, int End) range)
    {
        int firstGroup = Persons(pair) + (pair.Backgrounds.Count / CropsPerPhotograph) + 1;
        return Positions(range).SelectMany(scene => Enumerable.Range(0, scenes[scene].Count)
            .Select(window => new MixedImage(scenes[scene], window, FaceData.Background, firstGroup + scene)));
    }

    private static int Persons(FacePair pair) => (pair.Faces.Count / CopiesPerPerson) + 1;

    private static IEnumerable<int> Positions((int Start, int End) range) => Enumerable.Range(range.Start, range.End - range.Start);

    private static IEnumerable<MixedImage> Evenly(MixedImage[] images, int count) =>
        Enumerable.Range(0, count).Select(i => images[(int)((long)i * images.Length / count)]);
}
