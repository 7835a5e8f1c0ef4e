using Polly;

namespace AlternatorHandler.Outcomes;

/// <summary>How an attempt ended.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Response">The node's answer, if there is one.</param>
/// <param name="Exception">What went wrong, if there is no answer.</param>
/// <param name="Reason">A few words for logs and errors, such as "connection refused". For an answer that is the caller's, the type of the error if it is one.</param>
internal readonly record struct AttemptOutcome(AttemptKind Kind, HttpResponseMessage? Response, Exception? Exception, string Reason)
{
    /// <summary>Gets the time that the attempt took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether the request certainly was not executed.</summary>
    public bool IsUnexecuted => Kind is AttemptKind.NotSent or AttemptKind.Shed or AttemptKind.Throttled;

    public Outcome<HttpResponseMessage> ToPolly() =>
        Exception is null ? Outcome.FromResult(Response!) : Outcome.FromException<HttpResponseMessage>(Exception);
}
