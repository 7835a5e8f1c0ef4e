using System.Net;
using System.Security.Authentication;
using AlternatorHandler.Testing.Backends;
using AlternatorHandler.Testing.Cluster;

namespace AlternatorHandler.Testing;

/// <summary>Describes the cluster that <see cref="AlternatorTestCluster.StartAsync"/> starts. Read once, when it starts.</summary>
public sealed class AlternatorTestClusterOptions
{
    /// <summary>Gets or sets how many nodes the cluster starts with.</summary>
    /// <value>The default value is 3. It must be at least 1.</value>
    public int NodeCount { get; set; } = 3;

    /// <summary>Gets or sets the port that all nodes share.</summary>
    /// <value>The default value is 0: one that is free on every node's address is chosen.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets a value indicating whether the nodes listen for plain HTTP, on <see cref="Port"/>.</summary>
    /// <value>The default value is <see langword="true"/>. With <see langword="false"/>, <see cref="Https"/> must be set.</value>
    public bool Http { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the nodes listen for TLS as well, on <see cref="HttpsPort"/>.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    /// <remarks>Each node starts with a certificate for its address, <see cref="TestCertificateAuthority.ServiceName"/> and <c>localhost</c>; set <see cref="AlternatorTestNode.Certificate"/> to change it.</remarks>
    public bool Https { get; set; }

    /// <summary>Gets or sets the port that all nodes share for TLS.</summary>
    /// <value>The default value is 0: one that is free on every node's address is chosen.</value>
    public int HttpsPort { get; set; }

    /// <summary>Gets or sets who issues the nodes' certificates, and vouches for those of clients.</summary>
    /// <value>The default value is <see langword="null"/>: the cluster makes one, <see cref="AlternatorTestCluster.CertificateAuthority"/>.</value>
    public TestCertificateAuthority? CertificateAuthority { get; set; }

    /// <summary>Gets or sets whether the nodes ask for a client certificate.</summary>
    /// <value>The default value is <see cref="ClientCertificateDemand.None"/>. With <see cref="EnforceAuthorization"/>, a certificate whose common name is one of the <see cref="Users"/> stands for a signature.</value>
    public ClientCertificateDemand ClientCertificates { get; set; }

    /// <summary>Gets or sets the versions of TLS that the nodes speak.</summary>
    /// <value>The default value is <see cref="SslProtocols.None"/>: those of the operating system, TLS 1.2 and 1.3 as a rule.</value>
    public SslProtocols TlsProtocols { get; set; }

    /// <summary>Gets or sets the number of the first node's address: the default 1 is <c>127.0.0.1</c>.</summary>
    /// <value>The default value is 1. It must be between 1 and 65,000; numbers from 255 on continue at <c>127.0.1.1</c>.</value>
    /// <remarks>Linux and Windows answer on all of <c>127.0.0.0/8</c>; macOS needs an alias for each address but the first.</remarks>
    internal int FirstHost { get; set; } = 1;

    /// <summary>Gets the addresses of the first nodes, in order of creation, for a cluster that is not to be on loopback.</summary>
    /// <value>By default there is none. Nodes beyond them listen on the loopback address that their number gives them.</value>
    /// <remarks>This machine must have them.</remarks>
    public IList<IPAddress> Hosts { get; } = [];

    /// <summary>Gets or sets the datacenter of nodes that <see cref="Placement"/> does not place.</summary>
    /// <value>The default value is <c>datacenter1</c>, ScyllaDB's own.</value>
    public string Datacenter { get; set; } = "datacenter1";

    /// <summary>Gets or sets the rack of nodes that <see cref="Placement"/> does not place.</summary>
    /// <value>The default value is <c>rack1</c>, ScyllaDB's own.</value>
    public string Rack { get; set; } = "rack1";

    /// <summary>Gets or sets a function that returns the datacenter and the rack of a node, given the number of nodes created before it.</summary>
    /// <value>The default value is <see langword="null"/>: all nodes are in <see cref="Datacenter"/> and <see cref="Rack"/>.</value>
    public Func<int, AlternatorTestPlacement>? Placement { get; set; }

    /// <summary>Gets or sets a value indicating whether operations must carry a valid AWS signature version 4 of one of the <see cref="Users"/>.</summary>
    /// <value>The default value is <see langword="false"/>, as in ScyllaDB: any signature, or none, will do.</value>
    public bool EnforceAuthorization { get; set; }

    /// <summary>Gets the users and their secrets: what a client has as access key and secret key.</summary>
    /// <value>By default there is one, <c>alternator</c>, with the secret <c>secret</c>.</value>
    public IDictionary<string, string> Users { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["alternator"] = "secret" };

    /// <summary>Gets or sets the DynamoDB-compatible server that executes the operations.</summary>
    /// <value>The default value is <see langword="null"/>: the tables are kept in memory and shared by all nodes.</value>
    public Uri? Backend { get; set; }

    /// <summary>Gets or sets a value indicating whether the nodes ignore the parameters of <c>/localnodes</c>, as servers before October 2024 do.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    internal bool IgnoreDatacenterAndRack { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>/localnodes</c> names each node twice, as nodes that share a broadcast address are.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    internal bool ListDuplicates { get; set; }

    /// <summary>Gets or sets the seed of the order of the nodes in <c>/localnodes</c>, which is arbitrary, and different on each node and in each answer.</summary>
    /// <value>The default value is 0.</value>
    public int Seed { get; set; }

    /// <summary>Gets or sets the nodes' clock: the <c>Date</c> of responses, the age of signatures, the waits of faults.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the largest request body, in bytes, on the wire and again when decompressed.</summary>
    /// <value>The default value is 16 MiB, ScyllaDB's own limit. It must be at least 1.</value>
    public int MaxRequestBodySize { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many bytes of a body that is refused unread, for its size or for overload, are taken in before the connection closes.</summary>
    /// <value>The default value is 1 MiB. It must not be negative.</value>
    /// <remarks>A client that is still sending when the connection closes gets a reset, and may lose the response that tells why: so may a client of ScyllaDB (scylladb#12166).</remarks>
    internal int MaxDiscardedBodySize { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets the size, in bytes, from which on a response is compressed for a client that accepts it.</summary>
    /// <value>The default value is 4096. 0 compresses nothing.</value>
    public int ResponseCompressionThreshold { get; set; } = 4096;

    /// <summary>Gets or sets how many requests each node remembers for <see cref="AlternatorTestNode.Requests"/>; the oldest are forgotten first.</summary>
    /// <value>The default value is 10,000. 0 remembers none, which is best for benchmarks.</value>
    public int RecordedRequestLimit { get; set; } = 10_000;

    /// <summary>Gets or sets what is told of each operation that the tables have executed, before its response is sent, if one is.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    /// <remarks>Called on the nodes' threads, several at a time. It sees every application of a write, in runs whose requests are too many to be recorded.</remarks>
    public Action<ExecutedOperation>? OperationExecuted { get; set; }

    /// <summary>Gets or sets what executes the operations of a node host that answers without executing. It goes before <see cref="Backend"/>.</summary>
    internal IRequestBackend? BackendOverride { get; set; }

    internal IPAddress GetAddress(int number) => number - FirstHost < Hosts.Count ? Hosts[number - FirstHost] : LoopbackHost.GetAddress(number);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(NodeCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(HttpsPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HttpsPort, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstHost, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstHost, 65_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBodySize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDiscardedBodySize);
        ArgumentOutOfRangeException.ThrowIfNegative(ResponseCompressionThreshold);
        ArgumentOutOfRangeException.ThrowIfNegative(RecordedRequestLimit);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (!Http && !Https)
        {
            throw new ArgumentException("Neither Http nor Https is set: the nodes would not listen at all.");
        }

        if (Https && Port != 0 && Port == HttpsPort)
        {
            throw new ArgumentException($"Port and HttpsPort ({Port}) must differ.");
        }

        if (Backend is { IsAbsoluteUri: false })
        {
            throw new ArgumentException($"Backend ({Backend}) must be an absolute URI.");
        }
    }
}
