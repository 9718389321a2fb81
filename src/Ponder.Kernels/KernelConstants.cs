namespace Ponder.Kernels;

/// <summary>What callers of the kernels must know about memory.</summary>
public static class KernelConstants
{
    /// <summary>
    /// Floats past the last pixel that a kernel may read (never write): one 512-bit vector. Spans handed to a kernel
    /// as source or residual must include them; their values never reach a result.
    /// </summary>
    public const int SlackFloats = 16;
}
