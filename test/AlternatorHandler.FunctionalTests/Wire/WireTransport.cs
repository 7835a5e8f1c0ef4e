namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>What the requests travel over.</summary>
public enum WireTransport
{
    Http,
    Https,

    /// <summary>Https with a client certificate, which stands for a signature; a signature may be there as well.</summary>
    MutualTls,
}
