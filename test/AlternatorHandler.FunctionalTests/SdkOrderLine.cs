namespace AlternatorHandler.FunctionalTests;

/// <summary>A part of an <see cref="SdkOrder"/>.</summary>
public sealed class SdkOrderLine
{
    public string Article { get; set; } = "";

    public int Count { get; set; }
}
