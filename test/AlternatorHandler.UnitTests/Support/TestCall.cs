using AlternatorHandler.Outcomes;
using AlternatorHandler.Protocol;
using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Creates calls and outcomes of attempts without a handler.</summary>
internal static class TestCall
{
    public static HttpRequestMessage Request(string operation, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://service/") { Content = content ?? new StringContent("{}") };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", $"DynamoDB_20120810.{operation}");
        return request;
    }

    public static AlternatorCall Create(string operation, TimeProvider time, HttpContent? content = null, CancellationToken cancellationToken = default)
    {
        var request = Request(operation, content);
        return new AlternatorCall(request, request.RequestUri!, Operation.FromRequest(request), isAsync: true, cancellationToken) { Started = time.GetTimestamp() };
    }

    /// <summary>Ends an attempt of a call, as the attempt tracker does.</summary>
    public static AttemptOutcome End(AlternatorCall call, AlternatorNode node, AttemptOutcome outcome, TimeSpan duration)
    {
        call.Node = node;
        if (outcome.Kind != AlternatorAttemptOutcome.Answered)
        {
            call.AddFailure(new FailedAttempt(node, outcome.Kind, outcome.Reason, duration));
        }

        return outcome with { Duration = duration };
    }

    public static AttemptOutcome Outcome(AlternatorAttemptOutcome kind) => kind switch
    {
        AlternatorAttemptOutcome.NotSent => new(kind, null, StubTransport.Refused(), "connection refused"),
        AlternatorAttemptOutcome.ConnectionLost or AlternatorAttemptOutcome.NodeWentDown or AlternatorAttemptOutcome.OutOfTime or AlternatorAttemptOutcome.Abandoned => new(kind, null, new IOException("broken"), "connection reset"),
        AlternatorAttemptOutcome.Answered => new(kind, StubTransport.Respond(System.Net.HttpStatusCode.OK), null, string.Empty),
        _ => new(kind, StubTransport.Respond(System.Net.HttpStatusCode.InternalServerError), null, kind.ToString()),
    };
}
