namespace AlternatorHandler.Requests;

/// <summary>Finds and removes the headers that propagate a trace to a node. .NET adds them only to a message without them, so a message that is sent again would carry the span of its first attempt.</summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";

    public static bool ArePresent(HttpRequestMessage request) => request.Headers.NonValidated.Contains(Parent);

    public static void Remove(HttpRequestMessage request)
    {
        request.Headers.Remove(Parent);
        request.Headers.Remove(State);
    }
}
