namespace Ponder.Graph;

/// <summary>The condition of one or more <c>Where</c> operators that decides how much is computed.</summary>
/// <param name="Index">Place in decision order, 0-based.</param>
/// <param name="Condition">Name of the bool tensor.</param>
/// <param name="Kind">What the gate decides about.</param>
public sealed record Gate(int Index, string Condition, GateKind Kind);
