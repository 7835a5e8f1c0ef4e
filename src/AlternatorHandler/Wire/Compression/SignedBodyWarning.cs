using AlternatorHandler.Protocol;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Wire.Compression;

/// <summary>Tells, once for a cluster, that compression has no effect on requests that come signed.</summary>
internal sealed class SignedBodyWarning(string clusterName, ILogger logger)
{
    private int _isWarned;

    public void WarnOnce(HttpRequestMessage request)
    {
        if (Volatile.Read(ref _isWarned) == 0 && Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            Log.SignedBodyNotCompressed(logger, clusterName, Operation.FromRequest(request).Name);
        }
    }
}
