using Ponder.Plans;

namespace Ponder.Data.Pictures;

/// <summary>Picture files with their splits.</summary>
/// <param name="Files">Files by the splits' file names.</param>
/// <param name="Splits">Ranges of them by purpose.</param>
internal sealed record DealtFiles(IReadOnlyDictionary<string, LabelledFile[]> Files, IReadOnlyDictionary<string, SplitRole> Splits)
{
    private const string All = "all";
    private const string Train = "train";
    private const string Val = "val";
    private const string Test = "test";
    private const int Tenths = 10;

    /// <summary>Deals by a hash of each file's bytes: 70 % train, 10 % validation, 10 % calibration, 10 % test.</summary>
    public static DealtFiles ByContent(IEnumerable<LabelledFile> files)
    {
        var ordered = StableOrder.ByContent(files);
        int Below(ulong tenths) => ordered.Count(file => file.Key < (ulong.MaxValue / Tenths) * tenths);
        int train = Below(7), validation = Below(8), calibration = Below(9);
        return new DealtFiles(
            new Dictionary<string, LabelledFile[]> { [All] = [.. ordered.Select(file => file.File)] },
            new Dictionary<string, SplitRole>
            {
                ["train"] = new(All, 0, train),
                ["validation"] = new(All, train, validation),
                ["calibration"] = new(All, validation, calibration),
                ["test"] = new(All, calibration, ordered.Length),
            });
    }

    /// <summary>
    /// Keeps the parts that somebody made. Calibration is half of val. Where one of val and test is missing, the other is the
    /// test split, and validation and calibration are a tenth of train each.
    /// </summary>
    /// <param name="train">Mixed, as the others.</param>
    /// <param name="val">Empty when there is none.</param>
    /// <param name="test">Empty when there is none.</param>
    public static DealtFiles Keeping(LabelledFile[] train, LabelledFile[] val, LabelledFile[] test)
    {
        if (val.Length == 0 && test.Length == 0)
            return ByContent(train);
        var files = new Dictionary<string, LabelledFile[]> { [Train] = train, [Val] = val, [Test] = test };
        var splits = new Dictionary<string, SplitRole>();
        if (val.Length > 0 && test.Length > 0)
        {
            splits["train"] = new SplitRole(Train, 0, train.Length);
            splits["validation"] = new SplitRole(Val, 0, val.Length / 2);
            splits["calibration"] = new SplitRole(Val, val.Length / 2, val.Length);
            splits["test"] = new SplitRole(Test, 0, test.Length);
        }
        else
        {
            int tenth = train.Length / Tenths;
            splits["train"] = new SplitRole(Train, 0, train.Length - (2 * tenth));
            splits["validation"] = new SplitRole(Train, train.Length - (2 * tenth), train.Length - tenth);
            splits["calibration"] = new SplitRole(Train, train.Length - tenth, train.Length);
            splits["test"] = test.Length > 0 ? new SplitRole(Test, 0, test.Length) : new SplitRole(Val, 0, val.Length);
        }

        return new DealtFiles(files, splits);
    }

    /// <summary>Pictures that nobody trains with: half calibrate, half test.</summary>
    public static DealtFiles Halves(LabelledFile[] files) => new(
        new Dictionary<string, LabelledFile[]> { [All] = files },
        new Dictionary<string, SplitRole>
        {
            ["calibration"] = new(All, 0, files.Length / 2),
            ["test"] = new(All, files.Length / 2, files.Length),
        });
}
