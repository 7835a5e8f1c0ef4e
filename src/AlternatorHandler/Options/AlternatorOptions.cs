using System.ComponentModel.DataAnnotations;
using AlternatorHandler.Options;
using Microsoft.Extensions.Options;

namespace AlternatorHandler;

/// <summary>Options for a cluster: its seeds, and how requests are balanced over its nodes, retried and kept away from failed nodes.</summary>
public sealed class AlternatorOptions
{
    /// <summary>Gets the nodes that are queried first for the list of all nodes.</summary>
    /// <value>
    /// Required: at least one absolute <c>http</c> or <c>https</c> address such as <c>http://10.0.0.1:8000</c>.
    /// All addresses must have the same scheme, and no path, query or user info.
    /// </value>
    /// <remarks>
    /// A host name represents all addresses that it resolves to at the time of a refresh. Discovery queries the seeds in every full refresh.
    /// They receive requests only while the cluster lists them or, unless every scope specifies a datacenter, while no other node is usable.
    /// </remarks>
    public IList<Uri> Seeds { get; } = [];

    /// <summary>Gets the parts of the cluster that requests go to, in order of preference.</summary>
    /// <value>The default value is empty: the whole cluster. A scope without a <see cref="AlternatorRoutingScope.Datacenter"/> is also the whole cluster.</value>
    /// <remarks>
    /// Requests are sent to the first scope that has enough usable nodes. All scopes are refreshed, so that a preferred scope serves again as soon as it has enough usable nodes.
    /// Unless one of the scopes is the whole cluster, nodes outside the scopes never receive requests.
    /// </remarks>
    [ValidateEnumeratedItems]
    public IList<AlternatorRoutingScope> Scopes { get; } = [];

    /// <summary>
    /// Gets or sets the function that maps the address that the cluster lists to the address that requests are sent to,
    /// for address translation (NAT) or a private link with one port for each node.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: the listed address.</value>
    /// <remarks>
    /// The function receives an address with scheme, host and port, and must return an absolute address of the same scheme.
    /// If it returns another value or throws, the node is skipped and the failure is logged. It is called for every address of every response of each full refresh, and
    /// once more when a node is created, from any thread and possibly concurrently. It should be fast and pure: always return the same result for the same address,
    /// without side effects. It cannot be set in configuration.
    /// </remarks>
    public Func<Uri, Uri>? MapAddress { get; set; }

    /// <summary>Gets or sets a source that supplies nodes in addition to those that the cluster lists, such as an external registry.</summary>
    /// <value>The default value is <see langword="null"/>: no additional source. It cannot be set by configuration.</value>
    /// <remarks>It is called during each refresh of the node list, also if <see cref="AlternatorDiscoveryOptions.Enabled"/> is <see langword="false"/>.</remarks>
    public IAlternatorNodeSource? NodeSource { get; set; }

    /// <summary>Gets or sets the name of the <see cref="IAlternatorLoadBalancingPolicy"/> that selects the node for an attempt.</summary>
    /// <value>The default value is <see cref="AlternatorLoadBalancingPolicies.LeastRequests"/>. It must be the name of a registered policy.</value>
    [Required]
    public string LoadBalancingPolicy { get; set; } = AlternatorLoadBalancingPolicies.LeastRequests;

    /// <summary>Gets or sets the <c>Host</c> header of requests that are not signed.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: the authority of the node that the request is sent to.
    /// Over https, if the handler has no credentials and the first seed is a host name, it is the authority of that seed.
    /// </value>
    /// <remarks>A request that is already signed, or that has its own <c>Host</c> header, keeps that header.</remarks>
    public string? HostHeader { get; set; }

    /// <summary>Gets or sets the credentials that unsigned requests are signed with.</summary>
    /// <value>The default value is <see langword="null"/>: requests are not signed, unless <see cref="CredentialsProvider"/> is set.</value>
    /// <remarks>Each attempt is signed for the node that it is sent to, or for <see cref="HostHeader"/>.</remarks>
    public AlternatorCredentials? Credentials { get; set; }

    /// <summary>Gets or sets the provider of credentials that change. It takes precedence over <see cref="Credentials"/>.</summary>
    /// <value>The default value is <see langword="null"/>: <see cref="Credentials"/> apply. It cannot be set by configuration.</value>
    /// <remarks>It is called for each attempt.</remarks>
    public IAlternatorCredentialsProvider? CredentialsProvider { get; set; }

    /// <summary>Gets or sets the region in the signature.</summary>
    /// <value>The default value is <c>us-east-1</c>. It must be printable ASCII without space, comma, slash and equals sign. ScyllaDB accepts any region.</value>
    [Required]
    [RegularExpression("[!-~-[,/=]]+")]
    public string SigningRegion { get; set; } = "us-east-1";

    /// <summary>Gets or sets which writes are repeated when it is unknown whether the failed attempt was applied.</summary>
    /// <value>The default value is <see cref="AlternatorRetryWritesMode.Idempotent"/>.</value>
    [EnumDataType(typeof(AlternatorRetryWritesMode))]
    public AlternatorRetryWritesMode RetryWrites { get; set; } = AlternatorRetryWritesMode.Idempotent;

    /// <summary>Gets or sets the options for the discovery of nodes.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorDiscoveryOptions Discovery { get; set; } = new();

    /// <summary>Gets or sets the options for moving a failed request to other nodes.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorRetryOptions Retry { get; set; } = new();

    /// <summary>Gets or sets the options for the circuit breaker of each node.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorCircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Gets or sets the options for the health probes that restore a node that is down.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorHealthProbeOptions HealthProbe { get; set; } = new();

    /// <summary>Gets or sets the options for sending the writes of one partition key to the same node first.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorKeyAffinityOptions KeyAffinity { get; set; } = new();

    /// <summary>Gets or sets the options for sending a slow point read to a second node.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorHedgingOptions Hedging { get; set; } = new();

    /// <summary>Gets or sets the options for the compression of request bodies.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorRequestCompressionOptions RequestCompression { get; set; } = new();

    /// <summary>Gets or sets the options for the compression of responses.</summary>
    [Required]
    public AlternatorResponseCompressionOptions ResponseCompression { get; set; } = new();

    /// <summary>Gets or sets the options for sending requests without the headers that Alternator does not read.</summary>
    [Required]
    public AlternatorHeaderTrimmingOptions HeaderTrimming { get; set; } = new();

    /// <summary>Gets or sets the options for the <c>User-Agent</c> header.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorUserAgentOptions UserAgent { get; set; } = new();

    /// <summary>Gets or sets the options for TLS: the certificates of nodes and of this client.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorTlsOptions Tls { get; set; } = new();

    /// <summary>Gets or sets the options for the connections to the nodes.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorTransportOptions Transport { get; set; } = new();

    // Not a property: the configuration binder would try to bind it.
    internal IAlternatorCredentialsProvider? GetCredentialsProvider() => CredentialsProvider ?? (Credentials is null ? null : new StaticCredentialsProvider(Credentials));
}
