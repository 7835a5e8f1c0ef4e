namespace AlternatorHandler;

/// <summary>Says which writes are sent again after a failure that leaves open whether the write was applied (a lost reply, a timeout, a 5xx).</summary>
/// <remarks>A write that certainly was not executed (connection refused, or shed by an overloaded node) moves to another node in every mode.</remarks>
public enum RetryWritesMode
{
    /// <summary>Only writes whose second application changes nothing: unconditional puts, deletes, batch writes, and updates that only set constants or remove attributes.</summary>
    Idempotent,

    /// <summary>No write: the caller sees the failure.</summary>
    Never,

    /// <summary>Every write, as the AWS SDK does by default. A counter may be incremented twice.</summary>
    Always,
}
