using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Requests;

/// <summary>Warns, once for a cluster, of an AWS SDK client that retries on its own what the handler has given up: the attempts multiply.</summary>
internal sealed class SdkRetryWarning(string clusterName, ILogger logger)
{
    private int _isWarned;

    /// <summary>Looks at a request that failed. The SDK tells its limit with each: <c>amz-sdk-request: attempt=1; max=11</c>.</summary>
    public void Check(HttpRequestMessage request)
    {
        if (request.Headers.NonValidated.TryGetValues("amz-sdk-request", out var values)
            && MaxOf(values.ToString()) > 2
            && Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            Log.SdkAlsoRetries(logger, clusterName, values.ToString());
        }
    }

    private static int MaxOf(string value)
    {
        var start = value.IndexOf("max=", StringComparison.Ordinal);
        return start >= 0 && int.TryParse(value.AsSpan(start + 4), NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : 0;
    }
}
