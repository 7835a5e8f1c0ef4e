using AlternatorHandler.Testing;

namespace TypedClient;

/// <summary>Three nodes that check signatures.</summary>
internal static class Nodes
{
    public static Task<AlternatorTestCluster> StartAsync() => AlternatorTestCluster.StartAsync(options =>
    {
        options.EnforceAuthorization = true;
        options.Users["user"] = "secret";
    });

    /// <summary>Runs the nodes for another process, which gets their addresses in one line, until the standard input ends.</summary>
    public static async Task ServeAsync()
    {
        await using var nodes = await StartAsync();
        Console.WriteLine(string.Join(' ', nodes.Addresses));
        await Console.In.ReadToEndAsync();
    }
}
