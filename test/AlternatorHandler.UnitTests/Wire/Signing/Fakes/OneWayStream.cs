namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>A stream of unknown length that can be read once.</summary>
internal sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
