namespace AlternatorHandler.Testing;

/// <summary>Messages of a real node's 500s, for <see cref="Fault.InternalServerError"/>.</summary>
public static class ServerErrors
{
    /// <summary>Too few replicas confirmed a write in time. It may have been applied.</summary>
    public const string WriteTimeout = "Internal server error: exceptions::mutation_write_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_QUORUM.)";

    /// <summary>Too few replicas answered a read in time.</summary>
    public const string ReadTimeout = "Internal server error: exceptions::read_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_QUORUM.)";

    /// <summary>Too few replicas are alive to try. Not applied, and the same on most nodes.</summary>
    public const string Unavailable = "Internal server error: exceptions::unavailable_exception (Cannot achieve consistency level for cl LOCAL_QUORUM. Requires 2, alive 1)";

    /// <summary>A write met too much load, or the rate limit of its partition.</summary>
    public const string Overloaded = "Internal server error: exceptions::overloaded_exception (Too many in flight hints: 10485760)";

    /// <summary>A replica failed a write. It may have been applied on others.</summary>
    public const string ReplicaFailure = "Internal server error: exceptions::mutation_write_failure_exception (Operation failed for alternator_T.T - received 1 responses and 1 failures from 2 CL=LOCAL_QUORUM.)";

    /// <summary>A lightweight transaction lost against another one on the same partition. It comes within milliseconds, and the outcome is unknown.</summary>
    public const string LwtContention = "Internal server error: exceptions::mutation_write_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_SERIAL.)";
}
