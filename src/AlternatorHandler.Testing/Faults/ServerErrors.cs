namespace AlternatorHandler.Testing;

/// <summary>Provides the messages of a real node's responses with status 500, for <see cref="Fault.InternalServerError"/>.</summary>
public static class ServerErrors
{
    /// <summary>The message when too few replicas confirmed a write in time. The write may have been applied.</summary>
    public const string WriteTimeout = "Internal server error: exceptions::mutation_write_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_QUORUM.)";

    /// <summary>The message when too few replicas responded to a read in time.</summary>
    public const string ReadTimeout = "Internal server error: exceptions::read_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_QUORUM.)";

    /// <summary>The message when too few replicas are alive. The write was not applied, and most other nodes would respond the same.</summary>
    public const string Unavailable = "Internal server error: exceptions::unavailable_exception (Cannot achieve consistency level for cl LOCAL_QUORUM. Requires 2, alive 1)";

    /// <summary>The message when a write was rejected because of overload or the rate limit of its partition.</summary>
    public const string Overloaded = "Internal server error: exceptions::overloaded_exception (Too many in flight hints: 10485760)";

    /// <summary>The message when a replica failed a write. The write may have been applied on other replicas.</summary>
    public const string ReplicaFailure = "Internal server error: exceptions::mutation_write_failure_exception (Operation failed for alternator_T.T - received 1 responses and 1 failures from 2 CL=LOCAL_QUORUM.)";

    /// <summary>The message when a lightweight transaction lost to another one on the same partition. It is sent within milliseconds, and the write may have been applied.</summary>
    public const string LwtContention = "Internal server error: exceptions::mutation_write_timeout_exception (Operation timed out for alternator_T.T - received only 1 responses from 2 CL=LOCAL_SERIAL.)";
}
