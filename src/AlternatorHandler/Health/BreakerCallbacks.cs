using Microsoft.Extensions.Logging;
using Polly;

namespace AlternatorHandler.Health;

/// <summary>Makes a user's callbacks of one breaker in the background, one after the other.</summary>
/// <remarks>Polly waits for each before the next. One that does not return would hold back our own, and with it whoever closes the breaker, for ever.</remarks>
internal sealed class BreakerCallbacks(ILogger logger)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Begins a callback, with a context of its own: that of the breaker is used again when we return.</summary>
    public void Begin(Func<ResilienceContext, ValueTask> callback)
    {
        lock (_lock)
        {
            _last = RunAsync(_last, callback);
        }
    }

    private async Task RunAsync(Task before, Func<ResilienceContext, ValueTask> callback)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var context = ResilienceContextPool.Shared.Get();
        try
        {
            await callback(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.BreakerCallbackFailed(logger, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
