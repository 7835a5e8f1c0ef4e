namespace AlternatorHandler.FunctionalTests;

/// <summary>What executes the operations of the SDK's tests.</summary>
public enum SdkEngine
{
    BuiltIn,
    Dynalite,

    /// <summary>A cluster of ScyllaDB, whose seeds are in the variable ALTERNATOR_SEEDS.</summary>
    RealCluster,
}
