using System.ComponentModel.DataAnnotations;

namespace AlternatorHandler;

/// <summary>Says which writes of one partition key go to one node first, so that they do not compete there.</summary>
/// <remarks>
/// The node is the one that the official Go and Java clients choose. With scopes, keys choose among the nodes of the first whole datacenter in
/// <see cref="AlternatorOptions.Scopes"/>, so that clients of all its racks agree; reads stay in the rack. A node that is down is passed over: only its own keys move,
/// and they come back when it does.
/// </remarks>
public sealed class AlternatorKeyAffinityOptions
{
    /// <summary>Gets or sets which requests are meant.</summary>
    /// <value>The default value is <see cref="KeyAffinityMode.None"/>.</value>
    [EnumDataType(typeof(KeyAffinityMode))]
    public KeyAffinityMode Mode { get; set; }

    /// <summary>Gets the name of the partition key attribute of tables, by the table's name.</summary>
    /// <value>The default value is empty: the name is learned by a <c>DescribeTable</c> in the background, and requests are not tied to a node until then.</value>
    /// <remarks>That question is signed by the handler. Where the SDK signs and the nodes ask for it, name the keys here.</remarks>
    public IDictionary<string, string> PartitionKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
