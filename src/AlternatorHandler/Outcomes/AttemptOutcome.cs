using Polly;

namespace AlternatorHandler.Outcomes;

/// <summary>Represents the outcome of an attempt.</summary>
/// <param name="Kind">The kind of outcome.</param>
/// <param name="Response">The node's response, or <see langword="null"/> if there is none.</param>
/// <param name="Exception">The exception of the attempt, or <see langword="null"/> if there is a response.</param>
/// <param name="Reason">A short reason for logs and errors, such as "connection refused". For a response that is returned to the caller, the type of its error, or an empty string.</param>
internal readonly record struct AttemptOutcome(AlternatorAttemptOutcome Kind, HttpResponseMessage? Response, Exception? Exception, string Reason)
{
    /// <summary>Gets the time that the attempt took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether the request certainly was not executed.</summary>
    public bool IsUnexecuted => Kind is AlternatorAttemptOutcome.NotSent or AlternatorAttemptOutcome.Shed or AlternatorAttemptOutcome.Throttled;

    public Outcome<HttpResponseMessage> ToPolly() =>
        Exception is null ? Outcome.FromResult(Response!) : Outcome.FromException<HttpResponseMessage>(Exception);
}

/// <summary>Provides the names of outcomes in metrics and spans. They do not change when the code is renamed.</summary>
internal static class AttemptOutcomeNames
{
    public static string GetName(this AlternatorAttemptOutcome kind) => kind switch
    {
        AlternatorAttemptOutcome.Answered => "answered",
        AlternatorAttemptOutcome.NotSent => "not_sent",
        AlternatorAttemptOutcome.Shed => "shed",
        AlternatorAttemptOutcome.Throttled => "throttled",
        AlternatorAttemptOutcome.ConnectionLost => "connection_lost",
        AlternatorAttemptOutcome.BadGateway => "bad_gateway",
        AlternatorAttemptOutcome.ServerError => "server_error",
        AlternatorAttemptOutcome.NodeWentDown => "node_went_down",
        AlternatorAttemptOutcome.OutOfTime => "out_of_time",
        _ => "abandoned",
    };
}
