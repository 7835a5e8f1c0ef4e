using AlternatorHandler.Nodes;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>Applies the application's address translation, which may change the host and the port but not the scheme.</summary>
internal sealed class AddressMap(Func<Uri, Uri>? map, ILogger logger)
{
    /// <summary>Gets the address that requests to a listed node are sent to, or the listed address if the translation returns no usable one.</summary>
    public Uri Map(Uri listedAs) => TryMap(listedAs, out var address, out _) ? address : listedAs;

    /// <summary>Determines whether the translation returns a usable address for a listed node, and logs a warning if it does not.</summary>
    public bool CanMap(Uri listedAs)
    {
        if (TryMap(listedAs, out _, out var failure))
        {
            return true;
        }

        Log.AddressNotMapped(logger, listedAs, failure);
        return false;
    }

    private bool TryMap(Uri listedAs, out Uri address, out string failure)
    {
        address = listedAs;
        failure = string.Empty;
        if (map is null)
        {
            return true;
        }

        try
        {
            var mapped = map(listedAs);
            if (mapped is not { IsAbsoluteUri: true } || mapped.Scheme != listedAs.Scheme)
            {
                failure = $"'{mapped}' is not an {listedAs.Scheme} address";
                return false;
            }

            address = NodeAddress.From(mapped);
            return true;
        }
        catch (Exception exception)
        {
            failure = exception.Message;
            return false;
        }
    }
}
