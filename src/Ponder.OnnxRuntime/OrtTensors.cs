using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Between <see cref="HostTensor"/> and ONNX Runtime's values.</summary>
internal static class OrtTensors
{
    /// <summary>A value with a copy of the tensor's elements; the caller disposes it.</summary>
    public static OrtValue Wrap(HostTensor tensor)
    {
        long[] shape = [.. tensor.Shape.Select(size => (long)size)];
        return tensor.ElementType switch
        {
            ElementType.Float32 => OrtValue.CreateTensorValueFromMemory(tensor.Floats.ToArray(), shape),
            ElementType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.Int64s.ToArray(), shape),
            _ => OrtValue.CreateTensorValueFromMemory(tensor.Booleans.ToArray(), shape),
        };
    }

    /// <summary>A copy of an output.</summary>
    /// <exception cref="NotSupportedException">The elements are neither float32 nor int64 nor bool.</exception>
    public static HostTensor Copy(string name, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        int[] shape = [.. info.Shape.Select(size => checked((int)size))];
        return (ElementType)(int)info.ElementDataType switch
        {
            ElementType.Float32 => HostTensor.Of(value.GetTensorDataAsSpan<float>().ToArray(), shape),
            ElementType.Int64 => HostTensor.Of(value.GetTensorDataAsSpan<long>().ToArray(), shape),
            ElementType.Boolean => HostTensor.Of(value.GetTensorDataAsSpan<bool>().ToArray(), shape),
            var other => throw new NotSupportedException($"output '{name}': expected float32, int64 or bool, got {other}"),
        };
    }
}
