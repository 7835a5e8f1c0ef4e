using System.Net;
using System.Net.Sockets;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Requests;

/// <summary>Classifies the outcome of an attempt from its response or its exception.</summary>
internal static class OutcomeClassifier
{
    /// <summary>Classifies a response. The body of an error response must be in memory.</summary>
    public static async ValueTask<AttemptOutcome> FromResponseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.BadRequest:
                var error = await ErrorBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
                return error.IsShed ? new(AlternatorAttemptOutcome.Shed, response, null, "too many in-flight requests on the node")
                    : error.IsThrottling ? new(AlternatorAttemptOutcome.Throttled, response, null, error.Type)
                    : new(AlternatorAttemptOutcome.Answered, response, null, error.Type);

            case HttpStatusCode.InternalServerError:
                return new(AlternatorAttemptOutcome.ServerError, response, null, "500 Internal Server Error");

            case HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                // The reason phrase of the response is not used: it can be any text, and this text goes to logs and errors.
                return new(AlternatorAttemptOutcome.BadGateway, response, null, response.StatusCode switch
                {
                    HttpStatusCode.BadGateway => "502 Bad Gateway",
                    HttpStatusCode.ServiceUnavailable => "503 Service Unavailable",
                    _ => "504 Gateway Timeout",
                });

            default:
                return new(AlternatorAttemptOutcome.Answered, response, null, string.Empty);
        }
    }

    /// <summary>Classifies a failure. If the attempt's token was cancelled, the cause of the cancellation decides, because the exception only follows from it.</summary>
    public static AttemptOutcome FromException(Exception exception, in AttemptCancellation cancellation, AlternatorNode node)
    {
        if (cancellation.CancelledByCaller)
        {
            return new AttemptOutcome(AlternatorAttemptOutcome.Abandoned, null, exception, "cancelled by the caller");
        }

        if (cancellation.NodeWentDown)
        {
            return new AttemptOutcome(AlternatorAttemptOutcome.NodeWentDown, null, exception, node.Condition.LastFailure ?? "the node went down");
        }

        if (cancellation.TimedOut)
        {
            var timeout = new TimeoutException($"{node.Name} did not respond in time.", exception);
            return cancellation.IsTruncated
                ? new AttemptOutcome(AlternatorAttemptOutcome.OutOfTime, null, timeout, "no response in the remaining time")
                : new AttemptOutcome(AlternatorAttemptOutcome.ConnectionLost, null, timeout, "no response in time");
        }

        return FromFailure(exception);
    }

    /// <summary>Classifies a failure that was not caused by a cancellation.</summary>
    public static AttemptOutcome FromFailure(Exception exception)
    {
        var kind = exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            } => AlternatorAttemptOutcome.NotSent,

            // SocketsHttpHandler reports its ConnectTimeout as a cancellation.
            OperationCanceledException { InnerException: TimeoutException } => AlternatorAttemptOutcome.NotSent,

            // Thrown when SocketsHttpHandler reads the remote end point of the connect callback's socket and the node has already reset the connection. Nothing was sent yet.
            SocketException => AlternatorAttemptOutcome.NotSent,

            HttpRequestException when TlsFailure.FindLateRejection(exception) is not null => AlternatorAttemptOutcome.NotSent,

            HttpRequestException or IOException => AlternatorAttemptOutcome.ConnectionLost,

            // A bug in an inner handler, a disposed client, or an unreadable body: no node caused it, and another node would not help.
            _ => AlternatorAttemptOutcome.Abandoned,
        };
        return new AttemptOutcome(kind, null, exception, FailureReason.FromException(exception));
    }
}
