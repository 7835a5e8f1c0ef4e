namespace AlternatorHandler.Affinity;

/// <summary>The text by which nodes are sorted before an order is drawn; clients agree on a node only if they sort alike.</summary>
internal static class AffinityNodeKey
{
    public static StringComparer Comparer => StringComparer.Ordinal;

    /// <summary>Gives <c>scheme://host:port</c>: no trailing slash, brackets around IPv6, and the port even where it is the scheme's default.</summary>
    public static string Of(Uri address) => $"{address.Scheme}://{address.Host}:{address.Port}";
}
