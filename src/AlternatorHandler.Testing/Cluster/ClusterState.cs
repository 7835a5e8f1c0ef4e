using AlternatorHandler.Testing.Authorization;
using AlternatorHandler.Testing.Backends;

namespace AlternatorHandler.Testing.Cluster;

/// <summary>What the nodes of a cluster share.</summary>
internal sealed class ClusterState : IDisposable
{
    private volatile IReadOnlyList<AlternatorTestNode> _members = [];

    public ClusterState(AlternatorTestClusterOptions options)
    {
        Options = options;
        Verifier = options.EnforceAuthorization ? new SignatureVerifier(options.Users, options.TimeProvider) : null;
        Backend = options.Backend is { } address ? new ForwardingBackend(address) : new EngineBackend(options.TimeProvider);
    }

    public AlternatorTestClusterOptions Options { get; }

    public SignatureVerifier? Verifier { get; }

    public IRequestBackend Backend { get; }

    /// <summary>Gets or sets the members in order of creation: a list that is replaced, never changed.</summary>
    public IReadOnlyList<AlternatorTestNode> Members
    {
        get => _members;
        set => _members = value;
    }

    public void Dispose() => Backend.Dispose();
}
