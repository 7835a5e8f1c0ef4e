namespace AlternatorHandler;

/// <summary>Says whether requests are sent without the headers that Alternator does not read.</summary>
/// <remarks>
/// Sent are <c>Host</c>, <c>Authorization</c>, <c>X-Amz-Date</c>, <c>X-Amz-Target</c>, <c>Accept-Encoding</c>, <c>Connection</c>, <c>Expect</c>, <c>Transfer-Encoding</c>, <c>Origin</c>,
/// the headers of the body, those that the signature covers, and those of <see cref="Keep"/>. Not sent are, above all, the AWS SDK's
/// <c>User-Agent</c>, <c>amz-sdk-invocation-id</c> and <c>amz-sdk-request</c>, and <c>x-amz-api-version</c> unless the SDK signed it.
/// What <see cref="AlternatorUserAgentOptions"/> adds is sent. Trace headers (<c>traceparent</c>, <c>tracestate</c>, <c>baggage</c>) are not, unless the client has a primary handler of its own:
/// that adds them later, and so does it with <c>Host</c>, <c>Content-Length</c> and <c>Transfer-Encoding</c>.
/// </remarks>
public sealed class AlternatorHeaderTrimmingOptions
{
    /// <summary>Gets or sets a value indicating whether headers are left out.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Enabled { get; set; }

    /// <summary>Gets the names of headers that are sent nevertheless, for a proxy on the way for instance.</summary>
    /// <value>By default there are none. Names are in any case; none may be empty or have a character that a header's name cannot have.</value>
    public IList<string> Keep { get; } = [];
}
