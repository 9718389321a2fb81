using Ponder.Data.Faces;

namespace Ponder.Data;

/// <summary>Where a data set is published, and where it lies at home.</summary>
/// <param name="Base">Address of the folder of its files, with a slash at its end.</param>
/// <param name="Downloads">What is fetched, with the MD5 sums that the publisher states, in lower-case hexadecimal.</param>
/// <param name="Folder">The folder's name in the folder of data sets: the archive's own, where the publisher has one.</param>
internal sealed record DataAddress(Uri Base, IReadOnlyDictionary<string, string> Downloads, string Folder)
{
    private static readonly DataAddress Digits = new(
        new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new Dictionary<string, string>
        {
            ["train-images-idx3-ubyte.gz"] = "f68b3c2dcbeaaa9fbdd348bbdeb94873",
            ["train-labels-idx1-ubyte.gz"] = "d53e105ee54ea40749a09fcbcd1e9432",
            ["t10k-images-idx3-ubyte.gz"] = "9fb629c4189551a2d022fa330f9573f3",
            ["t10k-labels-idx1-ubyte.gz"] = "ec29112dd5afa0611ce80d1b7f02629c",
        },
        "mnist");

    private static readonly DataAddress Clothes = new(
        new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new Dictionary<string, string>
        {
            ["train-images-idx3-ubyte.gz"] = "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
            ["train-labels-idx1-ubyte.gz"] = "25c81989df183df01b3e8a0aad5dffbe",
            ["t10k-images-idx3-ubyte.gz"] = "bef4ecab320f06d8554ea6380940ec79",
            ["t10k-labels-idx1-ubyte.gz"] = "bb300cfdad3c16e7a12a480ee83cd310",
        },
        "fashion-mnist");

    private static readonly DataAddress Things = new(
        new Uri("https://www.cs.toronto.edu/~kriz/"),
        new Dictionary<string, string> { ["cifar-10-binary.tar.gz"] = "c32a1d4ab5d03f1284b67883e8d87530" },
        "cifar-10-batches-bin");

    /// <summary>The address of a data set.</summary>
    /// <exception cref="DataNotFoundException">The name is unknown.</exception>
    public static DataAddress Of(string name) => name switch
    {
        "mnist" => Digits,
        "fashion-mnist" => Clothes,
        "cifar-10" => Things,
        "faces24" => throw new DataNotFoundException(
            $"data '{name}': expected one that may be fetched, and this has no licence: put train-images-idx3-ubyte and train-labels-idx1-ubyte, "
            + $"made of {FaceData.Origin}, into {Path.Combine(DataCatalog.Root, name)}"),
        _ => throw new DataNotFoundException($"data '{name}': expected one of {string.Join(", ", DataInstaller.Names)}"),
    };
}
