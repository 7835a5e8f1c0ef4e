namespace AlternatorHandler;

/// <summary>Options for sending requests without the headers that Alternator does not read.</summary>
/// <remarks>
/// The headers that are sent are <c>Host</c>, <c>Authorization</c>, <c>X-Amz-Date</c>, <c>X-Amz-Target</c>, <c>Accept-Encoding</c>, <c>Connection</c>, <c>Expect</c>,
/// <c>Transfer-Encoding</c>, <c>Origin</c>, the headers of the body, those that the signature covers, those of <see cref="Keep"/>, and what
/// <see cref="AlternatorUserAgentOptions"/> adds.
/// The most important ones that are not sent are the <c>User-Agent</c>, <c>amz-sdk-invocation-id</c> and <c>amz-sdk-request</c> headers of the AWS SDK, and
/// <c>x-amz-api-version</c> unless the SDK signed it.
/// Trace headers (<c>traceparent</c>, <c>tracestate</c>, <c>baggage</c>) are not sent, unless the client has its own primary handler: such a handler adds them after trimming,
/// as it adds <c>Host</c>, <c>Content-Length</c> and <c>Transfer-Encoding</c>.
/// </remarks>
public sealed class AlternatorHeaderTrimmingOptions
{
    /// <summary>Gets or sets a value indicating whether headers that Alternator does not read are removed.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enabled { get; set; }

    /// <summary>Gets the names of additional headers to send, for example those that a proxy in front of the nodes reads.</summary>
    /// <value>The default value is empty. Names are case-insensitive. A name must not be empty, or contain a character that is not valid in a header name.</value>
    public IList<string> Keep { get; } = [];
}
