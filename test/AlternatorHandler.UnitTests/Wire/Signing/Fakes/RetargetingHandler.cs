namespace AlternatorHandler.UnitTests.Wire.Signing.Fakes;

/// <summary>Routes to one other node.</summary>
internal sealed class RetargetingHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri("http://10.0.0.7:8000/");
        return base.SendAsync(request, cancellationToken);
    }
}
