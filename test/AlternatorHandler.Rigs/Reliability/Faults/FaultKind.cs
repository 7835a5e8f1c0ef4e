namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>What can go wrong: first with nodes, then with the list of them, then with the seeds' name.</summary>
/// <remarks>The order counts: schedules draw from ranges.</remarks>
internal enum FaultKind
{
    /// <summary>A crash: peers list the node on.</summary>
    Kill,

    /// <summary>A crash that peers have noticed.</summary>
    KillUnlisted,

    /// <summary>The port closes, then the node leaves the list; it returns to the list first and listens later.</summary>
    Drain,

    /// <summary>For a moment all operations are applied and lose their replies, then the node crashes.</summary>
    DieAfterApplying,

    Hang,
    HangOfOperations,
    Slow,
    Shed,
    BadGateway,
    ServerErrors,
    Resets,
    LostReplies,
    Closes,
    TruncatedBodies,
    Garbage,
    Drip,

    Unlisted,
    ListsOnlyItself,
    ListsNonsense,

    /// <summary>A node joins, and is decommissioned later.</summary>
    Join,

    /// <summary>The seeds' name resolves to one node only.</summary>
    NameOfOne,

    /// <summary>The seeds' name resolves to addresses where no node is.</summary>
    NameOfUnusedAddress,

    /// <summary>The seeds' name does not resolve.</summary>
    NameUnknown,

    /// <summary>The name server does not answer.</summary>
    NameServerSilent,
}
