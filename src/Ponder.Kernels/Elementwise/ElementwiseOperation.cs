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

    /// <summary>The smaller of a and b.</summary>
    Minimum,

    /// <summary>The larger of a and b.</summary>
    Maximum,

    /// <summary>a where it is positive, else a * b: the leaky ReLU of slope b.</summary>
    Leaky,

    /// <summary>a * min(1, max(0, a / 6 + 1/2)).</summary>
    HardSwish,

    /// <summary>1 / (1 + exp(-a)).</summary>
    Sigmoid,

    /// <summary>a / (1 + exp(-a)).</summary>
    Swish,
}
