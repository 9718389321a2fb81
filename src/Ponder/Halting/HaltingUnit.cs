using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Adds the operators of one residual unit.</summary>
/// <param name="builder">The graph.</param>
/// <param name="name">The unit's name: what it makes is called otherwise, as halted images or positions keep what came in.</param>
/// <param name="input">Features, [N, C, H, W].</param>
/// <returns>What the unit makes; of all units but a block's first, [N, C, H, W] as well.</returns>
public delegate GraphValue HaltingUnit(GraphBuilder builder, string name, GraphValue input);
