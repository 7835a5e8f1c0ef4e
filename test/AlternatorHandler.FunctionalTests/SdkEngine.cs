namespace AlternatorHandler.FunctionalTests;

/// <summary>What executes the operations behind the nodes of a test cluster.</summary>
public enum SdkEngine
{
    BuiltIn,
    Dynalite,
}
