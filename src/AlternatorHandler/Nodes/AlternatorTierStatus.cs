namespace AlternatorHandler;

/// <summary>Describes the nodes of one scope at one moment.</summary>
public sealed record AlternatorTierStatus
{
    /// <summary>Gets the name of the datacenter, or <see langword="null"/> for the whole cluster.</summary>
    public string? Datacenter { get; init; }

    /// <summary>Gets the name of the rack, or <see langword="null"/> for the whole datacenter.</summary>
    public string? Rack { get; init; }

    /// <summary>Gets a value indicating whether requests are sent to this scope. A scope without a usable node does not serve.</summary>
    public bool IsServing { get; init; }

    /// <summary>Gets the number of nodes in the scope that are not down.</summary>
    public int UsableNodes { get; init; }

    /// <summary>Gets the number of nodes in the scope. Before the first discovery these are the seeds.</summary>
    public int Nodes { get; init; }

    /// <summary>Gets the addresses of the nodes in the scope.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>Returns a description of the scope.</summary>
    /// <returns>A description such as <c>rack r1 of datacenter dc1</c>.</returns>
    public override string ToString() => new AlternatorRoutingScope { Datacenter = Datacenter, Rack = Rack }.ToString();
}
