using System.Net;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Holds the offset between the cluster's clock and this machine's clock, once signing has learned it from a rejected request. There is one instance per cluster, because handlers are short-lived.</summary>
internal sealed class SigningClock
{
    // A node allows 15 minutes in either direction. A smaller correction than this cannot be the cause of the rejection and does not justify another attempt.
    private static readonly TimeSpan MinCorrection = TimeSpan.FromMinutes(1);

    // A response must not move the clock beyond the range of DateTimeOffset, where every later request would fail.
    private static readonly TimeSpan MaxOffset = TimeSpan.FromDays(36_500);

    private long _offsetTicks;

    /// <summary>Gets the offset that is added to this machine's time. It is negative if the cluster's clock is behind.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Determines whether signing with the offset <paramref name="learned"/> instead of <paramref name="used"/> would make a difference.</summary>
    public static bool IsCorrection(TimeSpan used, TimeSpan learned) =>
        (learned - used).Duration() >= MinCorrection && learned.Duration() <= MaxOffset;

    /// <summary>Sets the offset.</summary>
    /// <returns>Whether the offset is new. Requests that fail at the same time all learn the same offset.</returns>
    public bool Learn(TimeSpan offset)
    {
        var previous = TimeSpan.FromTicks(Interlocked.Exchange(ref _offsetTicks, offset.Ticks));
        return IsCorrection(previous, offset);
    }
}

/// <summary>Recognizes the response of a node that rejected a signature because of its time.</summary>
/// <remarks>
/// <c>400 {"__type":"...#InvalidSignatureException","message":"invalid signature: Signature expired: D is now earlier than E (current time - 15 min.)"}</c>
/// or <c>Signature not yet current: ...</c> (alternator/server.cc, utils/aws_sigv4.cc).
/// </remarks>
internal static class ClockSkewError
{
    private const long MaxBodySize = 64 * 1024;

    /// <summary>Gets the node's time, or <see langword="null"/> if the status and headers rule out such a rejection. The errors of a node have a Content-Length, so a response without one is ignored.</summary>
    public static DateTimeOffset? GetNodeTime(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.BadRequest && response.Content.Headers.ContentLength is <= MaxBodySize
            ? response.Headers.Date
            : null;

    /// <summary>Determines whether the body is that of such a rejection.</summary>
    public static bool Matches(ReadOnlySpan<byte> body) =>
        body.IndexOf("InvalidSignatureException"u8) >= 0
        && (body.IndexOf("Signature expired"u8) >= 0 || body.IndexOf("Signature not yet current"u8) >= 0);
}
