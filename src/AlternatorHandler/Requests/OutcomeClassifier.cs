using System.Net;
using System.Net.Sockets;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;

namespace AlternatorHandler.Requests;

/// <summary>Tells what an answer, or the lack of one, means.</summary>
internal static class OutcomeClassifier
{
    /// <summary>Classifies an answer whose body is in memory if it is an error.</summary>
    public static async ValueTask<AttemptOutcome> FromResponseAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.BadRequest:
                var error = await ErrorBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
                return error.IsShed ? new(AttemptKind.Shed, response, null, "too many in-flight requests on the node")
                    : error.IsThrottling ? new(AttemptKind.Throttled, response, null, error.Type)
                    : new(AttemptKind.Answered, response, null, error.Type);

            case HttpStatusCode.InternalServerError:
                return new(AttemptKind.ServerError, response, null, "500 Internal Server Error");

            case HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                // Not the reason phrase of the reply: it may say anything, and this goes to logs and errors.
                return new(AttemptKind.BadGateway, response, null, response.StatusCode switch
                {
                    HttpStatusCode.BadGateway => "502 Bad Gateway",
                    HttpStatusCode.ServiceUnavailable => "503 Service Unavailable",
                    _ => "504 Gateway Timeout",
                });

            default:
                return new(AttemptKind.Answered, response, null, string.Empty);
        }
    }

    /// <summary>Classifies a failure. What the attempt's token was cancelled for comes first: the exception is then only its echo.</summary>
    public static AttemptOutcome FromException(Exception exception, in AttemptCancellation cancellation, AlternatorNode node)
    {
        if (cancellation.CancelledByCaller)
        {
            return new AttemptOutcome(AttemptKind.Abandoned, null, exception, "cancelled by the caller");
        }

        if (cancellation.NodeWentDown)
        {
            return new AttemptOutcome(AttemptKind.NodeWentDown, null, exception, node.Condition.LastFailure ?? "the node went down");
        }

        if (cancellation.TimedOut)
        {
            var timeout = new TimeoutException($"{node.Name} did not answer in time.", exception);
            return cancellation.IsTruncated
                ? new AttemptOutcome(AttemptKind.OutOfTime, null, timeout, "no answer in the time that was left")
                : new AttemptOutcome(AttemptKind.Broken, null, timeout, "no answer in time");
        }

        return FromFailure(exception);
    }

    /// <summary>Classifies a failure that nobody's cancellation caused.</summary>
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
            } => AttemptKind.NotSent,

            // SocketsHttpHandler reports its ConnectTimeout as a cancellation that nobody asked for.
            OperationCanceledException { InnerException: TimeoutException } => AttemptKind.NotSent,

            // Of a connect callback's socket: SocketsHttpHandler asks it for its peer, which may have reset it by then, before anything is sent.
            SocketException => AttemptKind.NotSent,

            HttpRequestException when TlsFailure.LateRefusal(exception) is not null => AttemptKind.NotSent,

            HttpRequestException or IOException => AttemptKind.Broken,

            // A bug of an inner handler, a disposed client, a body that can't be read: no node is to blame and none will help.
            _ => AttemptKind.Abandoned,
        };
        return new AttemptOutcome(kind, null, exception, FailureReason.Of(exception));
    }
}
