using System.Globalization;
using System.Text.Json;
using AlternatorHandler.NodeHost;
using AlternatorHandler.Testing;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine(CommandLine.Help);
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

// The other end is closed by whoever started this process, even by its crash. Until then each line is how many milliseconds a canned answer takes.
while (await Console.In.ReadLineAsync() is { } line)
{
    canned?.Delay = TimeSpan.FromMilliseconds(int.Parse(line, CultureInfo.InvariantCulture));
}

return 0;
