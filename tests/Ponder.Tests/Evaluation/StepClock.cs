namespace Ponder.Tests.Evaluation;

/// <summary>A clock that moves only when told.</summary>
internal sealed class StepClock : TimeProvider
{
    private long _microseconds;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => _microseconds;

    public void Advance(long microseconds) => _microseconds += microseconds;
}
