using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Loops;

/// <summary>Repeats one step in the background until it is disposed. An exception of a step is logged, and the step is repeated: a loop that ended silently would leave nodes down forever.</summary>
internal sealed class BackgroundLoop : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public BackgroundLoop(string name, string clusterName, Func<CancellationToken, Task> step, TimeProvider timeProvider, ILogger logger)
    {
        // Otherwise the loop would keep the first caller's activity, log scope and HttpContext alive forever.
        using (ExecutionContext.SuppressFlow())
        {
            _loop = Task.Run(() => RunAsync(name, clusterName, step, timeProvider, logger, _stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops the loop, without waiting for it to end.</summary>
    public void Stop() => _stop.Cancel();

    private static async Task RunAsync(string name, string clusterName, Func<CancellationToken, Task> step, TimeProvider timeProvider, ILogger logger, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await step(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.LoopFailed(logger, name, clusterName, exception);
                await Task.Delay(RestartDelay, timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
