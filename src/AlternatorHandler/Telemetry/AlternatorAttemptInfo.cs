namespace AlternatorHandler;

/// <summary>Represents one attempt of a request on one node.</summary>
/// <param name="Node">The address of the node.</param>
/// <param name="Datacenter">The node's datacenter, or <see langword="null"/> if no scope specifies a datacenter.</param>
/// <param name="Rack">The node's rack, or <see langword="null"/> if no scope specifies a rack.</param>
/// <param name="Outcome">The outcome, as in the metrics: <c>answered</c>, <c>not_sent</c>, <c>shed</c>, <c>throttled</c>, <c>broken</c>, <c>bad_gateway</c>, <c>server_error</c>, <c>node_went_down</c>, <c>out_of_time</c> or <c>abandoned</c>.</param>
/// <param name="Duration">The time from sending the request to the last byte of the response.</param>
public sealed record AlternatorAttemptInfo(Uri Node, string? Datacenter, string? Rack, string Outcome, TimeSpan Duration);
