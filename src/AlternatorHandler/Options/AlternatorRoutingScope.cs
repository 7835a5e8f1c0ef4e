using AlternatorHandler.Options;

namespace AlternatorHandler;

/// <summary>Represents a part of the cluster: a rack, a datacenter, or the whole cluster.</summary>
/// <remarks>
/// The nodes of a rack or datacenter are those that a node returns for <c>/localnodes?dc=&amp;rack=</c>.
/// ScyllaDB has supported these parameters since October 2024; older nodes ignore them.
/// </remarks>
public sealed class AlternatorRoutingScope
{
    /// <summary>Initializes a new instance of the <see cref="AlternatorRoutingScope"/> class that represents the whole cluster.</summary>
    public AlternatorRoutingScope()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="AlternatorRoutingScope"/> class that represents a datacenter or a rack.</summary>
    /// <param name="datacenter">The name of the datacenter.</param>
    /// <param name="rack">The name of the rack, or <see langword="null"/> for the whole datacenter.</param>
    public AlternatorRoutingScope(string datacenter, string? rack = null)
    {
        Datacenter = datacenter;
        Rack = rack;
    }

    /// <summary>Gets or sets the name of the datacenter.</summary>
    /// <value>The default value is <see langword="null"/>: the whole cluster.</value>
    public string? Datacenter { get; set; }

    /// <summary>Gets or sets the name of the rack.</summary>
    /// <value>The default value is <see langword="null"/>: the whole datacenter. It requires a <see cref="Datacenter"/>.</value>
    public string? Rack { get; set; }

    /// <summary>Gets or sets the minimum number of usable nodes for requests to be sent to the scope. With fewer nodes, it serves only if no later scope can.</summary>
    /// <value>The default value is 1. It must be between 1 and 65,536.</value>
    [Between(1, 65_536)]
    public int MinUsableNodes { get; set; } = 1;

    /// <summary>
    /// Gets or sets the minimum ratio of usable nodes to all nodes of the scope for requests to be sent to it. Below this ratio, it serves only if no later scope can.
    /// </summary>
    /// <value>The default value is 0. It must be between 0 and 1.</value>
    /// <remarks>It prevents the last usable node of a rack from receiving the load of the whole rack.</remarks>
    [Between(0.0, 1.0)]
    public double MinUsableShare { get; set; }

    /// <inheritdoc />
    public override string ToString() => Rack is not null ? $"rack {Rack} of datacenter {Datacenter}" : Datacenter is not null ? $"datacenter {Datacenter}" : "the whole cluster";

    /// <summary>Determines whether another scope represents the same part of the cluster, regardless of its minimums.</summary>
    internal bool IsSamePart(AlternatorRoutingScope other) => Datacenter == other.Datacenter && Rack == other.Rack;
}
