using AlternatorHandler.Testing;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>A fault of the table, and how a node gets it.</summary>
/// <param name="Name">Its name: the member of <see cref="Fault"/> or <see cref="AlternatorTestNode"/> that makes it, and what tells it from others of that member.</param>
/// <param name="InjectAsync">Lets a node have it.</param>
internal sealed record MatrixFault(string Name, Func<AlternatorTestCluster, AlternatorTestNode, Task> InjectAsync)
{
    /// <summary>Gets a value indicating whether requests never reach the node.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Gets a value indicating whether attempts end by their time limit.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Gets a value indicating whether the node closes the connection after its reply without saying so.</summary>
    public bool ClosesSilently => Name == nameof(Fault.Shed);

    /// <summary>Gets a value indicating whether the fault is one of TLS.</summary>
    public bool NeedsTls => Name.StartsWith(nameof(AlternatorTestNode.Certificate), StringComparison.Ordinal);

    public static readonly IReadOnlyDictionary<string, MatrixFault> All = new[]
    {
        new MatrixFault("Kill", (_, node) => node.KillAsync()) { IsUnreachable = true },
        new("Drain", (_, node) => node.DrainAsync()) { IsUnreachable = true },
        Certificate("expired", (cluster, node) => cluster.CertificateAuthority.IssueExpired(node.Host)),
        Certificate("self-signed", (_, node) => TestCertificateAuthority.SelfSigned(node.Host)),
        Certificate("wrong name", (cluster, _) => cluster.CertificateAuthority.Issue("127.9.9.9")),
        Met(Fault.Shed),
        Met(Fault.Throttle(), "ProvisionedThroughputExceededException"),
        Met(Fault.Throttle("ThrottlingException"), "ThrottlingException"),
        Met(Fault.Throttle("RequestLimitExceeded"), "RequestLimitExceeded"),
        Met(Fault.ResetBeforeBody),
        Met(Fault.CloseBeforeReply),
        Met(Fault.Garbage),
        Met(Fault.Hang) with { IsSilent = true },
        Met(Fault.HangWithoutReading) with { IsSilent = true },
        Met(Fault.LostReply),
        Met(Fault.TruncatedBody),
        Met(Fault.Drip(1, TimeSpan.FromHours(1)), "1 byte an hour") with { IsSilent = true },
        Met(Fault.Drip(1, 1.Milliseconds()), "1 byte a millisecond"),
        Met(Fault.Delay(TimeSpan.FromHours(1)), "1 hour") with { IsSilent = true },
        Met(Fault.Delay(20.Milliseconds()), "20 ms"),
        Met(Fault.Status(400), "400"),
        Met(Fault.Status(403), "403"),
        Met(Fault.Status(404), "404"),
        Met(Fault.Status(429), "429"),
        Met(Fault.Status(500), "500"),
        Met(Fault.Status(501), "501"),
        Met(Fault.Status(502), "502"),
        Met(Fault.Status(503), "503"),
        Met(Fault.Status(504), "504"),
        Met(Fault.InternalServerError(ServerErrors.ReadTimeout), nameof(ServerErrors.ReadTimeout)),
        Met(Fault.InternalServerError(ServerErrors.Unavailable), nameof(ServerErrors.Unavailable)),
        Met(Fault.InternalServerError(ServerErrors.Overloaded), nameof(ServerErrors.Overloaded)),
        Met(Fault.InternalServerError(ServerErrors.WriteTimeout), nameof(ServerErrors.WriteTimeout)),
        Met(Fault.InternalServerError(ServerErrors.WriteTimeout, executed: true), $"{nameof(ServerErrors.WriteTimeout)}, executed"),
        Met(Fault.InternalServerError(ServerErrors.ReplicaFailure, executed: true), $"{nameof(ServerErrors.ReplicaFailure)}, executed"),
        Met(Fault.InternalServerError(ServerErrors.LwtContention, executed: true), $"{nameof(ServerErrors.LwtContention)}, executed"),
    }.ToDictionary(fault => fault.Name);

    // Only operations meet it: probes succeed, so that what is seen of a node's state is what its attempts did to it.
    private static MatrixFault Met(Fault fault, string? which = null) => new(which is null ? fault.Name : $"{fault.Name}({which})", (_, node) =>
    {
        node.Faults.Always(fault);
        return Task.CompletedTask;
    });

    private static MatrixFault Certificate(string which, Func<AlternatorTestCluster, AlternatorTestNode, TestCertificate> issue) =>
        new($"{nameof(AlternatorTestNode.Certificate)}({which})", async (cluster, node) =>
        {
            // A certificate is looked at by new connections only.
            await node.KillAsync();
            node.Certificate = issue(cluster, node);
            await node.StartAsync();
        })
        {
            IsUnreachable = true,
        };
}
