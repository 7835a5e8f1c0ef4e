namespace AlternatorHandler.Nodes;

/// <summary>The one form of a node's address: scheme, host and port, with the root path.</summary>
internal static class NodeAddress
{
    public static Uri Of(Uri uri) => new(uri.GetLeftPart(UriPartial.Authority) + "/");
}
