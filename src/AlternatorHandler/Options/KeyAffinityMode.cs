namespace AlternatorHandler;

/// <summary>Says which requests for one partition key always go to one node first.</summary>
/// <remarks>
/// Conditional writes of one key, sent through several coordinators at once, compete in Paxos rounds and slow each other down.
/// Sending them through one coordinator avoids that. Every client of the cluster has to use the same mode for it to help.
/// </remarks>
public enum KeyAffinityMode
{
    /// <summary>No request is tied to a node.</summary>
    None,

    /// <summary>Writes that read the item first: conditional ones, updates, and those that return the old item.</summary>
    ReadModifyWrite,

    /// <summary>Every PutItem, UpdateItem, DeleteItem and BatchWriteItem, for clusters whose write isolation is <c>always</c>.</summary>
    AnyWrite,
}
