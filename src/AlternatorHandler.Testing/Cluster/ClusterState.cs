using AlternatorHandler.Testing.Authorization;
using AlternatorHandler.Testing.Backends;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>Holds the state that the nodes of a cluster share.</summary>
internal sealed class ClusterState : IDisposable
{
    private readonly TestCertificateAuthority? _ownAuthority;
    private volatile IReadOnlyList<AlternatorTestNode> _members = [];

    public ClusterState(AlternatorTestClusterOptions options)
    {
        Options = options;
        Verifier = new SignatureVerifier(options.Users, options.TimeProvider);
        Authority = options.CertificateAuthority ?? (options.Https ? _ownAuthority = new TestCertificateAuthority() : null);
        Backend = options.BackendOverride ?? (options.Backend is { } address ? new ForwardingBackend(address) : new EngineBackend(options.TimeProvider));
    }

    public AlternatorTestClusterOptions Options { get; }

    public SignatureVerifier Verifier { get; }

    /// <summary>Gets the certificate authority of nodes and clients, or <see langword="null"/> without TLS.</summary>
    public TestCertificateAuthority? Authority { get; }

    public IRequestBackend Backend { get; }

    /// <summary>Gets or sets the members in order of creation. The list is replaced, never modified.</summary>
    public IReadOnlyList<AlternatorTestNode> Members
    {
        get => _members;
        set => _members = value;
    }

    public void Dispose()
    {
        Backend.Dispose();
        _ownAuthority?.Dispose();
    }
}
