using System.Net;

namespace AlternatorHandler.Wire.Signing;

/// <summary>How far the cluster's clock is ahead of this machine's, as far as signing has had to learn it. One per cluster: handlers come and go.</summary>
internal sealed class SigningClock
{
    // A node allows 15 minutes either way. A correction of less than this can't be why it refused, and isn't worth another attempt.
    private static readonly TimeSpan SmallestCorrection = TimeSpan.FromMinutes(1);

    // A reply mustn't be able to move the clock out of the calendar, where every later request would fail.
    private static readonly TimeSpan LargestOffset = TimeSpan.FromDays(36_500);

    private long _offsetTicks;

    /// <summary>Gets what is added to this machine's time. Negative when the cluster is behind.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Whether signing with <paramref name="learned"/> instead of <paramref name="used"/> would make a difference.</summary>
    public static bool IsCorrection(TimeSpan used, TimeSpan learned) =>
        (learned - used).Duration() >= SmallestCorrection && learned.Duration() <= LargestOffset;

    /// <summary>Takes over an offset and says whether it is news: requests that failed together all learn the same.</summary>
    public bool Learn(TimeSpan offset)
    {
        var previous = TimeSpan.FromTicks(Interlocked.Exchange(ref _offsetTicks, offset.Ticks));
        return IsCorrection(previous, offset);
    }
}

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
