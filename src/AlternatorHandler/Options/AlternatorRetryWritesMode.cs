namespace AlternatorHandler;

/// <summary>Specifies which writes are repeated after a failure that does not show whether the write was applied: a lost response, a timeout or a 5xx response.</summary>
/// <remarks>A write that was certainly not executed, because the connection was refused or an overloaded node rejected it, is moved to another node in every mode.</remarks>
public enum AlternatorRetryWritesMode
{
    /// <summary>Only idempotent writes are repeated: unconditional puts, deletes, batch writes, and updates that only set constants or remove attributes.</summary>
    Idempotent,

    /// <summary>No write is repeated: the caller receives the failure.</summary>
    Never,

    /// <summary>Every write is repeated, as the AWS SDK does by default. A counter may be incremented twice.</summary>
    Always,
}
