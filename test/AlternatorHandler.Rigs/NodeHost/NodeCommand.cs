using System.Globalization;
using System.Text.Json;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>Runs nodes, for <see cref="NodeProcess"/> in another process.</summary>
internal static class NodeCommand
{
    public const string Name = "node";

    /// <returns>The exit code: 2 for arguments that are not valid.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        NodeArguments command;
        try
        {
            command = NodeArguments.Parse(arguments);
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine(NodeArguments.Help);
            return 2;
        }

        using var canned = command.Canned is { } bytes ? new CannedBackend(bytes) : null;
        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = command.Listen.Count;
            options.Port = command.Port;
            options.RecordedRequestLimit = 0;
            options.BackendOverride = canned;
            foreach (var address in command.Listen)
            {
                options.Hosts.Add(address);
            }
        });
        if (command.List.Count > 0)
        {
            var list = JsonSerializer.Serialize(command.List.Select(address => $"{address}"));
            foreach (var node in cluster.Nodes)
            {
                node.LocalNodesBody = list;
            }
        }

        Console.WriteLine(string.Join(' ', cluster.Addresses));

        // The starter's end of the pipe closes even if the starter crashes. Until then each line is the time of a canned response in milliseconds.
        while (await Console.In.ReadLineAsync() is { } line)
        {
            canned?.Delay = TimeSpan.FromMilliseconds(int.Parse(line, CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
