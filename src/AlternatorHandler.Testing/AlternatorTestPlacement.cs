namespace AlternatorHandler.Testing;

/// <summary>Represents the location of a node: its datacenter and its rack. Returned by <see cref="AlternatorTestClusterOptions.Placement"/>.</summary>
public sealed record AlternatorTestPlacement
{
    /// <summary>Gets the datacenter of the node.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="AlternatorTestClusterOptions.Datacenter"/> applies.</value>
    public string? Datacenter { get; init; }

    /// <summary>Gets the rack of the node.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="AlternatorTestClusterOptions.Rack"/> applies.</value>
    public string? Rack { get; init; }
}
