namespace AlternatorHandler;

/// <summary>Specifies the requests of one partition key that are always sent to the same node first.</summary>
/// <remarks>
/// Conditional writes of one key that are sent through several coordinators at once compete in Paxos rounds and slow each other down.
/// Sending them through one coordinator avoids this. All clients of the cluster must use the same mode for it to be effective.
/// </remarks>
public enum AlternatorKeyAffinityMode
{
    /// <summary>Key affinity is disabled.</summary>
    None,

    /// <summary>Key affinity applies to writes that read the item first: conditional writes, updates, and writes that return the old item.</summary>
    ReadModifyWrite,

    /// <summary>Key affinity applies to every PutItem, UpdateItem, DeleteItem and BatchWriteItem. Use it for clusters whose write isolation is <c>always</c>.</summary>
    AnyWrite,
}
