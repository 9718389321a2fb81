namespace Ponder.Kernels;

/// <summary>What an <see cref="ElementwiseKernel"/> computes from its operands a, b and c.</summary>
public enum ElementwiseOperation
{
    /// <summary>a.</summary>
    Copy,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>a * b + c, rounded once.</summary>
    MultiplyAdd,
}
