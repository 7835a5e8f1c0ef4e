using System.ComponentModel.DataAnnotations;

namespace AlternatorHandler;

/// <summary>Options for key affinity: the writes of one partition key are sent to the same node first, so that they do not compete.</summary>
/// <remarks>
/// The node is the one that the official Go and Java clients choose. With scopes, it is chosen among the nodes of the first scope in <see cref="AlternatorOptions.Scopes"/>
/// that is a whole datacenter, so that the clients of all its racks choose the same node; reads stay in the rack. A node that is down is skipped: only its own keys move
/// to other nodes, and they return when the node is restored.
/// </remarks>
public sealed class AlternatorKeyAffinityOptions
{
    /// <summary>Gets or sets the requests that key affinity applies to.</summary>
    /// <value>The default value is <see cref="AlternatorKeyAffinityMode.None"/>.</value>
    [EnumDataType(typeof(AlternatorKeyAffinityMode))]
    public AlternatorKeyAffinityMode Mode { get; set; }

    /// <summary>Gets the names of the partition key attributes, by table name.</summary>
    /// <value>
    /// The default value is empty: the name for a table is read with a <c>DescribeTable</c> request in the background, and key affinity does not apply to the table until then.
    /// </value>
    /// <remarks>The handler signs that request if it has credentials. If only the SDK signs, and the nodes require signatures, specify the names here.</remarks>
    public IDictionary<string, string> PartitionKeys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
