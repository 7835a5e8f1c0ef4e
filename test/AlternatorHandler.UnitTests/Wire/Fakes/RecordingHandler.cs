namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Records the headers of each message on arrival, and responds.</summary>
internal sealed class RecordingHandler(Func<HttpRequestMessage, HttpResponseMessage>? respond = null) : HttpMessageHandler
{
    private readonly Func<HttpRequestMessage, HttpResponseMessage> _respond = respond ?? (_ => new HttpResponseMessage());

    public List<Dictionary<string, string>> Sent { get; } = [];

    public int SynchronousSends { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Respond(request));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SynchronousSends++;
        return Respond(request);
    }

    private HttpResponseMessage Respond(HttpRequestMessage request)
    {
        Sent.Add(request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        return _respond(request);
    }
}
