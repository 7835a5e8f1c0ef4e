namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>What the requests travel over.</summary>
public enum WireTransport
{
    Http,
}
