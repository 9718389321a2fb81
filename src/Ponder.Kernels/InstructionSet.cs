namespace Ponder.Kernels;

/// <summary>The vector width that a kernel is built from. Every kernel exists for each of them.</summary>
public enum InstructionSet
{
    /// <summary>One float at a time: the plain twin that the others are tested against.</summary>
    Scalar,

    /// <summary>Four floats: SSE, NEON.</summary>
    Vector128,

    /// <summary>Eight floats: AVX2 with FMA.</summary>
    Vector256,

    /// <summary>Sixteen floats: AVX-512, mixed with narrower vectors where those waste less.</summary>
    Vector512,
}
