using System.Net;
using System.Security.Authentication;
using AlternatorHandler.Testing.Backends;
using AlternatorHandler.Testing.Cluster;

namespace AlternatorHandler.Testing;

/// <summary>Options for <see cref="AlternatorTestCluster.StartAsync"/>. They are read when the cluster starts.</summary>
public sealed class AlternatorTestClusterOptions
{
    /// <summary>Gets or sets the number of nodes that the cluster starts with.</summary>
    /// <value>The default value is 3. It must be at least 1.</value>
    public int NodeCount { get; set; } = 3;

    /// <summary>Gets or sets the port for plain HTTP, which all nodes share.</summary>
    /// <value>The default value is 0: a port is chosen that is free on the addresses of all nodes.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets a value indicating whether the nodes listen for plain HTTP on <see cref="Port"/>.</summary>
    /// <value>The default value is <see langword="true"/>. If it is <see langword="false"/>, <see cref="Https"/> must be <see langword="true"/>.</value>
    public bool Http { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the nodes listen for HTTPS on <see cref="HttpsPort"/>.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    /// <remarks>Each node starts with a certificate for its address, <see cref="TestCertificateAuthority.ServiceName"/> and <c>localhost</c>. To change it, set <see cref="AlternatorTestNode.Certificate"/>.</remarks>
    public bool Https { get; set; }

    /// <summary>Gets or sets the port for HTTPS, which all nodes share.</summary>
    /// <value>The default value is 0: a port is chosen that is free on the addresses of all nodes.</value>
    public int HttpsPort { get; set; }

    /// <summary>Gets or sets the certificate authority that issues the certificates of the nodes and that the nodes trust for client certificates.</summary>
    /// <value>The default value is <see langword="null"/>: the cluster creates one, <see cref="AlternatorTestCluster.CertificateAuthority"/>.</value>
    public TestCertificateAuthority? CertificateAuthority { get; set; }

    /// <summary>Gets or sets a value that specifies whether the nodes request a client certificate.</summary>
    /// <value>The default value is <see cref="ClientCertificateDemand.None"/>.</value>
    /// <remarks>With <see cref="EnforceAuthorization"/>, a certificate whose common name is one of the <see cref="Users"/> replaces the signature.</remarks>
    public ClientCertificateDemand ClientCertificates { get; set; }

    /// <summary>Gets or sets the versions of TLS that the nodes accept.</summary>
    /// <value>The default value is <see cref="SslProtocols.None"/>: the operating system determines them, usually TLS 1.2 and 1.3.</value>
    public SslProtocols TlsProtocols { get; set; }

    /// <summary>Gets or sets the number of the first node's loopback address.</summary>
    /// <value>The default value is 1, which is <c>127.0.0.1</c>. It must be between 1 and 65,000; 255 is <c>127.0.1.1</c>.</value>
    internal int FirstHost { get; set; } = 1;

    /// <summary>Gets the addresses on which the first nodes listen, in order of creation.</summary>
    /// <value>The default value is an empty list: all nodes listen on loopback addresses. If there are fewer addresses than nodes, the remaining nodes do.</value>
    /// <remarks>The addresses must be assigned to this machine.</remarks>
    public IList<IPAddress> Hosts { get; } = [];

    /// <summary>Gets or sets the datacenter of nodes for which <see cref="Placement"/> returns none.</summary>
    /// <value>The default value is <c>datacenter1</c>, which is also ScyllaDB's default.</value>
    public string Datacenter { get; set; } = "datacenter1";

    /// <summary>Gets or sets the rack of nodes for which <see cref="Placement"/> returns none.</summary>
    /// <value>The default value is <c>rack1</c>, which is also ScyllaDB's default.</value>
    public string Rack { get; set; } = "rack1";

    /// <summary>Gets or sets a function that returns the datacenter and the rack of a node, given the number of nodes created before it.</summary>
    /// <value>The default value is <see langword="null"/>: all nodes are in <see cref="Datacenter"/> and <see cref="Rack"/>.</value>
    public Func<int, AlternatorTestPlacement>? Placement { get; set; }

    /// <summary>Gets or sets a value indicating whether operations must carry a valid AWS signature version 4 of one of the <see cref="Users"/>.</summary>
    /// <value>The default value is <see langword="false"/>, as in ScyllaDB: signatures are ignored.</value>
    public bool EnforceAuthorization { get; set; }

    /// <summary>Gets the users and their secrets. A client uses them as access key and secret key.</summary>
    /// <value>The default value has one user, <c>alternator</c>, with the secret <c>secret</c>.</value>
    public IDictionary<string, string> Users { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["alternator"] = "secret" };

    /// <summary>Gets or sets the DynamoDB-compatible server that executes the operations.</summary>
    /// <value>The default value is <see langword="null"/>: the nodes execute them on tables in memory, which they share.</value>
    /// <remarks>The nodes still apply faults, verify signatures and handle compression, and forward each operation with its <c>Authorization</c> and <c>x-amz-*</c> headers.</remarks>
    public Uri? Backend { get; set; }

    /// <summary>Gets or sets a value indicating whether the nodes ignore the parameters of <c>/localnodes</c>, as ScyllaDB before October 2024 does.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    internal bool IgnoreDatacenterAndRack { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>/localnodes</c> lists each node twice, as it does for nodes that share a broadcast address.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    internal bool ListDuplicates { get; set; }

    /// <summary>Gets or sets the seed for the order of the nodes in <c>/localnodes</c>, which is random and changes with each response.</summary>
    /// <value>The default value is 0.</value>
    public int Seed { get; set; }

    /// <summary>Gets or sets the clock of the nodes. It determines the <c>Date</c> of responses, the age of signatures, the delays of faults and the expiration of items.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the maximum size of a request body, in bytes, both as received and decompressed.</summary>
    /// <value>The default value is 16 MiB, which is also ScyllaDB's limit. It must be at least 1.</value>
    public int MaxRequestBodySize { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets how many bytes of a rejected body, one that is too large or was shed, are read and discarded before the connection closes.</summary>
    /// <value>The default value is 1 MiB. It must not be negative.</value>
    /// <remarks>A client that is still sending when the connection closes receives a reset and may lose the response, as with ScyllaDB (scylladb#12166).</remarks>
    internal int MaxDiscardedBodySize { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets the minimum size of a response, in bytes, that is compressed for a client that accepts compression.</summary>
    /// <value>The default value is 4096, which is also ScyllaDB's default. 0 disables compression.</value>
    public int ResponseCompressionThreshold { get; set; } = 4096;

    /// <summary>Gets or sets the maximum number of requests that each node keeps for <see cref="AlternatorTestNode.Requests"/>. The oldest ones are dropped first.</summary>
    /// <value>The default value is 10,000. 0 disables recording, which is best for benchmarks.</value>
    public int RecordedRequestLimit { get; set; } = 10_000;

    /// <summary>Gets or sets a callback that is invoked after each executed operation, before its response is sent.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    /// <remarks>It is invoked concurrently, and also for operations whose response is lost. Use it to count every execution of a write in runs with too many requests to record.</remarks>
    public Action<ExecutedOperation>? OperationExecuted { get; set; }

    /// <summary>Gets or sets an implementation that executes the operations. It takes precedence over <see cref="Backend"/>.</summary>
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
            throw new ArgumentException("Http and Https are both false. At least one of them must be true.");
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
