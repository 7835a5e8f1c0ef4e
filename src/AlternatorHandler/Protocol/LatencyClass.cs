namespace AlternatorHandler.Protocol;

/// <summary>Operations that take about as long as each other. Nodes are compared within a class, so that a scan makes no node look slow.</summary>
internal enum LatencyClass
{
    /// <summary>One item is read.</summary>
    PointRead,

    /// <summary>One item is written.</summary>
    Write,

    /// <summary>Many items are read or written.</summary>
    RangeOrBatch,

    /// <summary>Everything else is rare, or takes as long as the schema takes to change.</summary>
    NotMeasured,
}
