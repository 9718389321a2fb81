using Ponder.Training.Native;
using TorchSharp;

namespace Ponder.Training.Tests;

public sealed class TorchLibraryTests
{
    [Fact]
    public void Rand_FirstUseOfTorch_GivesNumbers()
    {
        TorchLibrary.Prepare();

        using var values = torch.rand(3);

        Assert.All(values.data<float>().ToArray(), value => Assert.InRange(value, 0f, 1f));
    }
}
