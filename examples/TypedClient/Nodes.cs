using AlternatorHandler.Testing;

namespace TypedClient;

/// <summary>Starts three nodes that check signatures.</summary>
internal static class Nodes
{
    public static Task<AlternatorTestCluster> StartAsync() => AlternatorTestCluster.StartAsync(options =>
    {
        options.EnforceAuthorization = true;
        options.Users["user"] = "secret";
    });

    /// <summary>Runs the nodes for another process until the standard input ends. Prints their addresses in one line.</summary>
    public static async Task ServeAsync()
    {
        await using var nodes = await StartAsync();
        Console.WriteLine(string.Join(' ', nodes.Addresses));
        await Console.In.ReadToEndAsync();
    }
}
