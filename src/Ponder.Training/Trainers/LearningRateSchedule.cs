namespace Ponder.Training.Trainers;

/// <summary>How the learning rate goes over a training.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to zero along half a cosine, step by step (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,

    /// <summary>It climbs from zero in a straight line, then falls to zero in another (after Smith and Topin 2017).</summary>
    OneCycle,
}
