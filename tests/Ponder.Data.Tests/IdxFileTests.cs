namespace Ponder.Data.Tests;

public sealed class IdxFileTests
{
    [Theory]
    [InlineData("00000803000000020000000100000001FF", "expected 2 bytes")]
    [InlineData("0000080300000002", "truncated")]
    [InlineData("00000D0300000001000000010000000100", "expected IDX bytes of 3 dimensions")]
    [InlineData("000008037FFFFFFF7FFFFFFF00000001", "fit into memory")]
    [InlineData("", "truncated")]
    public void Read_BadFile_SaysWhatIsWrong(string hex, string expected)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, Convert.FromHexString(hex));

        var error = Assert.Throws<DataFormatException>(() => IdxFile.Read(path, rank: 3));

        File.Delete(path);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
