using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>A part of the cluster: a rack, a datacenter, or the whole.</summary>
/// <remarks>Racks and datacenters are told apart by the nodes' own <c>/localnodes?dc=&amp;rack=</c>, which ScyllaDB has since October 2024: older nodes ignore both.</remarks>
public sealed class RoutingScope
{
    /// <summary>Initializes a new instance of the <see cref="RoutingScope"/> class: the whole cluster.</summary>
    public RoutingScope()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RoutingScope"/> class.</summary>
    /// <param name="datacenter">The name of the datacenter.</param>
    /// <param name="rack">The name of the rack, or <see langword="null"/> for the whole datacenter.</param>
    public RoutingScope(string datacenter, string? rack = null)
    {
        Datacenter = datacenter;
        Rack = rack;
    }

    /// <summary>Gets or sets the name of the datacenter.</summary>
    /// <value>The default value is <see langword="null"/>: the whole cluster.</value>
    public string? Datacenter { get; set; }

    /// <summary>Gets or sets the name of the rack.</summary>
    /// <value>The default value is <see langword="null"/>: the whole datacenter. It needs a <see cref="Datacenter"/>.</value>
    public string? Rack { get; set; }

    /// <summary>Gets or sets how many usable nodes there must be for the scope to serve, as long as a later scope can.</summary>
    /// <value>The default value is 1. It must be between 1 and 65,536.</value>
    [Between(1, 65_536)]
    public int MinUsableNodes { get; set; } = 1;

    /// <summary>Gets or sets which share of the scope's nodes must be usable for it to serve, as long as a later scope can.</summary>
    /// <value>The default value is 0. It must be between 0 and 1.</value>
    /// <remarks>The last node of a rack should not get the load of all.</remarks>
    [Between(0.0, 1.0)]
    public double MinUsableShare { get; set; }

    /// <inheritdoc />
    public override string ToString() => Rack is not null ? $"rack {Rack} of datacenter {Datacenter}" : Datacenter is not null ? $"datacenter {Datacenter}" : "the whole cluster";

    internal bool IsSamePart(RoutingScope other) => Datacenter == other.Datacenter && Rack == other.Rack;
}
