using AlternatorHandler.Nodes;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Discovery;

/// <summary>The user's translation of addresses, held to what it may do: another host and port, never a weaker scheme.</summary>
internal sealed class AddressMap(Func<Uri, Uri>? map, ILogger logger)
{
    /// <summary>The address that requests to a listed node are sent to; the listed one if there is no usable other.</summary>
    public Uri Of(Uri listedAs) => TryMap(listedAs, out var address, out _) ? address : listedAs;

    public bool IsMapped(Uri listedAs)
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
                failure = $"'{mapped}' is no {listedAs.Scheme} address";
                return false;
            }

            address = NodeAddress.Of(mapped);
            return true;
        }
        catch (Exception exception)
        {
            failure = exception.Message;
            return false;
        }
    }
}
