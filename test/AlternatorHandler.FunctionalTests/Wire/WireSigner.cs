namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>Who signs.</summary>
public enum WireSigner
{
    Sdk,
    Handler,
    Nobody,
}
