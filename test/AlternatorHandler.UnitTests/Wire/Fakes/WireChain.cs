using AlternatorHandler.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Represents the handlers below the routing handler of a cluster, with a handler at the end that represents the node.</summary>
internal sealed class WireChain : IDisposable
{
    private readonly WirePipeline _pipeline;
    private readonly HttpMessageInvoker _invoker;

    public WireChain(HttpMessageHandler node, Action<AlternatorOptions> configure, ILogger? logger = null, TimeProvider? time = null)
    {
        var options = new AlternatorOptions();
        configure(options);
        _pipeline = new WirePipeline("orders", options, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
        var handlers = _pipeline.CreateHandlers().ToList();
        Names = [.. handlers.Select(handler => handler.GetType().Name)];
        for (var i = 0; i < handlers.Count; i++)
        {
            handlers[i].InnerHandler = i + 1 < handlers.Count ? handlers[i + 1] : node;
        }

        _invoker = new HttpMessageInvoker(handlers.Count > 0 ? handlers[0] : node, disposeHandler: false);
    }

    public IReadOnlyList<string> Names { get; }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool isAsync = true) =>
        isAsync ? await _invoker.SendAsync(request, default) : _invoker.Send(request, default);

    /// <summary>Releases a request, as the routing handler does after the last attempt.</summary>
    public void Release(HttpRequestMessage request) => _pipeline.Release(request);

    public void Dispose() => _invoker.Dispose();
}
