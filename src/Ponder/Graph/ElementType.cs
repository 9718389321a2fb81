namespace Ponder.Graph;

/// <summary>The type of a tensor's elements, numbered as ONNX does.</summary>
public enum ElementType
{
    /// <summary>No type is known.</summary>
    Undefined = 0,

    /// <summary>32-bit floating point: activations and weights.</summary>
    Float32 = 1,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>64-bit signed integer: exits, classes, shapes.</summary>
    Int64 = 7,

    /// <summary>Truth value: the conditions of gates.</summary>
    Boolean = 9,

    /// <summary>64-bit floating point.</summary>
    Float64 = 11,
}
