namespace AlternatorHandler.Rigs.Simulation.Time;

/// <summary>What happens first among the events of one moment.</summary>
internal enum Phase
{
    /// <summary>Something in the world outside the client, such as a node that finishes a request.</summary>
    World,

    /// <summary>A timer of the client. After a pause of the client all timers fire before it sees a reply: the worst that can happen to timeouts.</summary>
    Timer,

    /// <summary>Something that the client sees: a reply, or a request of its caller.</summary>
    Delivery,
}
