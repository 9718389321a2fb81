namespace Ponder.Graph;

/// <summary>What a gate decides about.</summary>
public enum GateKind
{
    /// <summary>Whole samples: the condition is [N, 1] or [N, 1, 1, 1].</summary>
    Sample,

    /// <summary>Positions of a feature map: the condition is [N, 1, H, W].</summary>
    Position,
}
