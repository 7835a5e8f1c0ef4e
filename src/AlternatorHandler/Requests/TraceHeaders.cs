namespace AlternatorHandler.Requests;

/// <summary>The headers by which a node would go on with a trace. .NET adds them to a message that has none, so a message that is sent again would name the span of its first attempt.</summary>
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
