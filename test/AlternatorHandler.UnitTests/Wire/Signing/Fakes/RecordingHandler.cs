namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>Answers each message and remembers how its headers were when it arrived.</summary>
internal sealed class RecordingHandler(Func<HttpRequestMessage, HttpResponseMessage>? answer = null) : HttpMessageHandler
{
    private readonly Func<HttpRequestMessage, HttpResponseMessage> _answer = answer ?? (_ => new HttpResponseMessage());

    public List<Dictionary<string, string>> Sent { get; } = [];

    public int SynchronousSends { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(request));

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        SynchronousSends++;
        return Answer(request);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        Sent.Add(request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        return _answer(request);
    }
}
