using System.Net;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Recognizes the reply of a node that refused a signature for its time.</summary>
/// <remarks>
/// <c>400 {"__type":"...#InvalidSignatureException","message":"invalid signature: Signature expired: D is now earlier than E (current time - 15 min.)"}</c>
/// or <c>Signature not yet current: ...</c> (alternator/server.cc, utils/aws_sigv4.cc).
/// </remarks>
internal static class ClockRefusal
{
    private const long LargestBody = 64 * 1024;

    /// <summary>The node's time, if the reply has one and may be a refusal by its head. A node gives its errors a length, so anything else is left alone.</summary>
    public static DateTimeOffset? NodeTime(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.BadRequest && response.Content.Headers.ContentLength is <= LargestBody
            ? response.Headers.Date
            : null;

    public static bool IsIn(ReadOnlySpan<byte> body) =>
        body.IndexOf("InvalidSignatureException"u8) >= 0
        && (body.IndexOf("Signature expired"u8) >= 0 || body.IndexOf("Signature not yet current"u8) >= 0);
}
