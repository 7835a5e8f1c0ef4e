using AlternatorHandler.Discovery;
using AlternatorHandler.Health;
using AlternatorHandler.Loops;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler;

/// <summary>Starts the background loops of a cluster with its first request, and stops them when the cluster is disposed.</summary>
internal sealed class ClusterLoops(
    string clusterName,
    AlternatorOptions options,
    HealthLoop health,
    DiscoveryLoop discovery,
    Readiness readiness,
    TimeProvider timeProvider,
    ILogger logger) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<BackgroundLoop> _loops = [];
    private bool _isStarted;
    private bool _isStopped;

    /// <summary>Starts the loops, unless they are running already.</summary>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopped, typeof(IAlternatorCluster));
            if (_isStarted)
            {
                return;
            }

            _isStarted = true;
            if (options.Tls.DangerousAcceptAnyServerCertificate && options.Seeds[0].Scheme == Uri.UriSchemeHttps)
            {
                Log.AnyCertificateAccepted(logger, clusterName);
            }

            _loops.Add(new BackgroundLoop("health", clusterName, health.StepAsync, timeProvider, logger));
            _loops.Add(new BackgroundLoop("discovery", clusterName, discovery.StepAsync, timeProvider, logger));
        }
    }

    /// <summary>Stops the loops without waiting for them. Requests that wait for the first discovery continue, and fail.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            _loops.ForEach(loop => loop.Stop());
        }

        // A loop that is stopped before its first step never does this, and the first requests would wait forever.
        readiness.Set();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }

        discovery.Dispose();
    }
}
