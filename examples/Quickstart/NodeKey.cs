namespace Quickstart;

/// <summary>A node as metrics name it.</summary>
internal readonly record struct NodeKey(string Host, int Port)
{
    public static NodeKey Of(Uri address) => new(address.Host.Trim('[', ']'), address.Port);

    public static NodeKey Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        new((Find(tags, "server.address") as string ?? string.Empty).Trim('[', ']'), Find(tags, "server.port") as int? ?? 80);

    public static object? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
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
