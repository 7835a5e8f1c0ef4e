using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Requests;

/// <summary>Logs a warning, once per cluster, when an AWS SDK client also retries the requests that the handler has given up, which multiplies the attempts.</summary>
internal sealed class SdkRetryWarning(string clusterName, ILogger logger)
{
    private int _isWarned;

    /// <summary>Checks a failed request. The SDK sends its limit with each request: <c>amz-sdk-request: attempt=1; max=11</c>.</summary>
    public void Check(HttpRequestMessage request)
    {
        if (request.Headers.NonValidated.TryGetValues("amz-sdk-request", out var values)
            && ParseMax(values.ToString()) > 2
            && Interlocked.Exchange(ref _isWarned, 1) == 0)
        {
            Log.SdkAlsoRetries(logger, clusterName, values.ToString());
        }
    }

    private static int ParseMax(string value)
    {
        var start = value.IndexOf("max=", StringComparison.Ordinal);
        return start >= 0 && int.TryParse(value.AsSpan(start + 4), NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : 0;
    }
}
