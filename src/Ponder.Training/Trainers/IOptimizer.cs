namespace Ponder.Training.Trainers;

/// <summary>Moves weights by their gradients; its state can be written out and read back bit by bit.</summary>
internal interface IOptimizer : IDisposable
{
    /// <summary>Moves every weight that has a gradient, and forgets the gradient.</summary>
    /// <param name="learningRate">Step size.</param>
    void Step(double learningRate);

    void Write(BinaryWriter writer);

    /// <summary>Reads what an optimiser of the same kind and weights wrote.</summary>
    /// <exception cref="EndOfStreamException">There is less than that.</exception>
    void Read(BinaryReader reader);
}
