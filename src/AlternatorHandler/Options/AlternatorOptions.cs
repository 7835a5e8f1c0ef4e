using System.ComponentModel.DataAnnotations;
using AlternatorHandler.Options;
using Microsoft.Extensions.Options;

namespace AlternatorHandler;

/// <summary>Says where a cluster is, and how requests to it are balanced, retried and kept away from failed nodes.</summary>
public sealed class AlternatorOptions
{
    private IAlternatorCredentialsProvider? _credentialsProvider;
    private INodeSource? _nodeSource;

    /// <summary>Gets the nodes that are asked first for the list of all nodes.</summary>
    /// <value>Required: at least one absolute <c>http</c> or <c>https</c> address such as <c>http://10.0.0.1:8000</c>, all of one scheme, without path, query or user info.</value>
    /// <remarks>Seeds are always asked. They receive requests only while the cluster lists them, or while nothing else is known.</remarks>
    public IList<Uri> Seeds { get; } = [];

    /// <summary>Gets the parts of the cluster that requests go to, in order of preference.</summary>
    /// <value>The default value is empty: the whole cluster. A scope without <see cref="RoutingScope.Datacenter"/> is the whole cluster as well.</value>
    /// <remarks>
    /// The first scope that has enough usable nodes serves, and it serves again as soon as it has them back: all scopes are kept current.
    /// Without the whole cluster at the end, nothing outside the scopes gets a request, whatever happens.
    /// </remarks>
    [ValidateEnumeratedItems]
    public IList<RoutingScope> Scopes { get; } = [];

    /// <summary>Gets or sets what turns the address that the cluster lists into the one that requests are sent to: for address translation (NAT) or a private link with a port for each node.</summary>
    /// <value>The default value is <see langword="null"/>: the listed address.</value>
    /// <remarks>Called once for each node, with scheme, host and port. The result must have the same scheme; a node for which it throws is skipped and logged. Not in configuration.</remarks>
    public Func<Uri, Uri>? MapAddress { get; set; }

    /// <summary>Gets or sets the name of the <see cref="ILoadBalancingPolicy"/> that picks a node.</summary>
    /// <value>The default value is <see cref="LoadBalancingPolicies.LeastRequests"/>. It must be the name of a registered policy.</value>
    [Required]
    public string Policy { get; set; } = LoadBalancingPolicies.LeastRequests;

    /// <summary>Gets or sets the <c>Host</c> header of requests that carry no signature.</summary>
    /// <value>The default value is <see langword="null"/>: the authority of the node that the request goes to.</value>
    /// <remarks>A request that is signed already, or that has a <c>Host</c> header of its own, keeps it whatever this says.</remarks>
    public string? HostHeader { get; set; }

    /// <summary>Gets or sets what requests are signed with that carry no signature yet.</summary>
    /// <value>The default value is <see langword="null"/>: requests go as they come, unless <see cref="UseCredentials"/> was called.</value>
    /// <remarks>Each attempt is signed for the node that it goes to, or for <see cref="HostHeader"/>.</remarks>
    public AlternatorCredentials? Credentials { get; set; }

    /// <summary>Gets or sets the region that enters the signature.</summary>
    /// <value>The default value is <c>us-east-1</c>. Any printable ASCII without space, comma, slash and equals sign: ScyllaDB takes whatever it is told.</value>
    [Required]
    [RegularExpression("[!-~-[,/=]]+")]
    public string SigningRegion { get; set; } = "us-east-1";

    /// <summary>Gets or sets which writes are sent again when it is unknown whether the failed attempt was applied.</summary>
    /// <value>The default value is <see cref="RetryWritesMode.Idempotent"/>.</value>
    [EnumDataType(typeof(RetryWritesMode))]
    public RetryWritesMode RetryWrites { get; set; } = RetryWritesMode.Idempotent;

    /// <summary>Gets or sets how the nodes of the cluster are found.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorDiscoveryOptions Discovery { get; set; } = new();

    /// <summary>Gets or sets how a failed request moves on to other nodes.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorRetryOptions Retry { get; set; } = new();

    /// <summary>Gets or sets when failures on one node take it out of use.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorCircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>Gets or sets how a node that is down is probed and brought back.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorHealthProbeOptions HealthProbe { get; set; } = new();

    /// <summary>Gets or sets which writes of one partition key go to one node first.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorKeyAffinityOptions KeyAffinity { get; set; } = new();

    /// <summary>Gets or sets whether a point read that takes long is sent to a second node as well.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorHedgingOptions Hedging { get; set; } = new();

    /// <summary>Gets or sets whether request bodies are compressed.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorRequestCompressionOptions RequestCompression { get; set; } = new();

    /// <summary>Gets or sets whether nodes are asked to compress their replies.</summary>
    [Required]
    public AlternatorResponseCompressionOptions ResponseCompression { get; set; } = new();

    /// <summary>Gets or sets whether requests are sent without the headers that Alternator does not read.</summary>
    [Required]
    public AlternatorHeaderTrimmingOptions HeaderTrimming { get; set; } = new();

    /// <summary>Gets or sets by which name nodes know this client.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorUserAgentOptions UserAgent { get; set; } = new();

    /// <summary>Gets or sets how nodes prove who they are, and how this client does.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorTlsOptions Tls { get; set; } = new();

    /// <summary>Gets or sets how connections to the nodes are made and kept.</summary>
    [Required]
    [ValidateObjectMembers]
    public AlternatorTransportOptions Transport { get; set; } = new();

    /// <summary>Signs requests with credentials that change: it takes the place of <see cref="Credentials"/>.</summary>
    /// <param name="provider">Asked for each attempt.</param>
    public void UseCredentials(IAlternatorCredentialsProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _credentialsProvider = provider;
    }

    /// <summary>Learns nodes from a registry of your own as well.</summary>
    /// <param name="source">Asked with each refresh of the list, also if <see cref="AlternatorDiscoveryOptions.Enabled"/> is <see langword="false"/>.</param>
    public void UseNodeSource(INodeSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _nodeSource = source;
    }

    internal INodeSource? GetNodeSource() => _nodeSource;

    // No property: configuration would have to bind it.
    internal IAlternatorCredentialsProvider? GetCredentialsProvider() => _credentialsProvider ?? (Credentials is null ? null : new StaticCredentialsProvider(Credentials));
}
