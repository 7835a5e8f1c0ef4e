namespace FailoverDemo;

/// <summary>Identifies a node in the tags of metrics.</summary>
internal readonly record struct NodeKey(string Host, int Port)
{
    public static NodeKey From(Uri address) => new(address.Host.Trim('[', ']'), address.Port);

    public static NodeKey From(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new((FindTag(tags, "server.address") as string ?? string.Empty).Trim('[', ']'), FindTag(tags, "server.port") as int? ?? 80);

    public static object? FindTag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
