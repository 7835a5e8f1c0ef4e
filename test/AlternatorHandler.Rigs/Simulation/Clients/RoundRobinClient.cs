using System.Net;
using AlternatorHandler.Requests;

namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>Nodes in turn, and the next one after a failure: the timeouts, delays and number of attempts of AlternatorHandler, without its budget.</summary>
internal sealed class RoundRobinClient(World world, Func<TimeProvider, INodeGuard> createGuard) : IClient
{
    private readonly AlternatorRetryOptions _options = new();
    private readonly NodeList _nodes = new(world);
    private readonly HttpMessageInvoker _invoker = new(world.Cluster, disposeHandler: false);
    private readonly Dictionary<Uri, INodeGuard> _guards = [];

    public async Task<HttpResponseMessage> GetItemAsync()
    {
        var end = world.Clock.Now + _options.TotalTimeout;
        for (var attempts = 0; ; attempts++)
        {
            HttpResponseMessage? failed = null;
            try
            {
                var response = await AttemptAsync().ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK || IsLast(attempts, end))
                {
                    return response;
                }

                failed = response;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !IsLast(attempts, end))
            {
                // On to the next node.
            }

            failed?.Dispose();
            await Task.Delay(RetryDelay.Get(AlternatorAttemptOutcome.ConnectionLost, attempts), world.Clock).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _nodes.Dispose();
        _invoker.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool IsLast(int attempts, TimeSpan end) => attempts + 1 == _options.MaxAttempts || world.Clock.Now >= end;

    private async Task<HttpResponseMessage> AttemptAsync()
    {
        for (var passedOver = 0; passedOver < _nodes.Nodes.Count; passedOver++)
        {
            var node = _nodes.Next();
            if (!_guards.TryGetValue(node, out var guard))
            {
                _guards.Add(node, guard = createGuard(world.Clock));
            }

            if (await guard.AttemptAsync(() => SendAsync(node)).ConfigureAwait(false) is { } response)
            {
                return response;
            }
        }

        throw new HttpRequestException("All circuits are open.");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri node)
    {
        using var timeout = new CancellationTokenSource(_options.AttemptTimeout, world.Clock);
        using var request = GetItem.To(node);
        return await _invoker.SendAsync(request, timeout.Token).ConfigureAwait(false);
    }
}
