namespace AlternatorHandler;

/// <summary>One attempt of a request on one node.</summary>
/// <param name="Node">The address that the attempt went to.</param>
/// <param name="Datacenter">The node's datacenter, or <see langword="null"/> if no scope asks by datacenter.</param>
/// <param name="Rack">The node's rack, or <see langword="null"/> if no scope asks by rack.</param>
/// <param name="Outcome">How it ended, in the words of the metrics: <c>answered</c>, <c>not_sent</c>, <c>shed</c>, <c>throttled</c>, <c>broken</c>, <c>bad_gateway</c>, <c>server_error</c>, <c>node_went_down</c>, <c>out_of_time</c> or <c>abandoned</c>.</param>
/// <param name="Duration">From sending to the last byte of the reply.</param>
public sealed record AlternatorAttemptInfo(Uri Node, string? Datacenter, string? Rack, string Outcome, TimeSpan Duration);
