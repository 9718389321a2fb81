namespace Ponder.Training.Trainers;

/// <summary>What turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decay rates 0.9 and 0.999 (Kingma and Ba 2015).</summary>
    Adam,

    /// <summary>Gradient descent with Nesterov's momentum (Sutskever et al. 2013) and L2 weight decay.</summary>
    Sgd,
}
