namespace Ponder.Training.Trainers;

/// <summary>Who teaches control nodes.</summary>
public enum ControlMethod
{
    /// <summary>Scores learn the reward that each action will bring (Liu and Deng 2017).</summary>
    QLearning,

    /// <summary>Choices are drawn by Gumbel noise and differentiated straight through, beside a loss for missing a budget (Jang et al. 2017; Verelst and Tuytelaars 2020).</summary>
    Gumbel,

    /// <summary>
    /// Control nodes alone learn which action brings more, from every other choice on every sample; whatever else the network has stays as it is, bit by bit.
    /// For a network whose nodes are trained.
    /// </summary>
    Comparison,
}
