using System.Globalization;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A host as far as its network is concerned: interfaces, addresses and connections of its own.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    // The process is in the name, so that what a crashed one left can be told from what one uses that runs at the same time.
    private const string Prefix = "alternator-test-";

    private static int _created;

    private NetworkNamespace(string name)
    {
        Name = name;
    }

    public string Name { get; }

    public static async Task<NetworkNamespace> CreateAsync()
    {
        var host = new NetworkNamespace($"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _created)}");
        await Command.RunAsync($"ip netns add {host.Name}");
        await host.IpAsync("link set lo up");
        return host;
    }

    /// <summary>Removes what earlier processes left when they crashed. With a namespace go its interfaces, and their ends here.</summary>
    public static async Task RemoveLeftoversAsync()
    {
        foreach (var line in (await Command.RunAsync("ip netns list")).Split('\n'))
        {
            var name = line.Split(' ')[0];
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !IsAlive(name[Prefix.Length..].Split('-')[0]))
            {
                await Command.RunAsync($"ip netns del {name}");
            }
        }
    }

    /// <summary>Runs <c>ip</c> inside.</summary>
    public Task IpAsync(string arguments) => Command.RunAsync($"ip -n {Name} {arguments}");

    public async ValueTask DisposeAsync() => await Command.RunAsync($"ip netns del {Name}");

    private static bool IsAlive(string process) =>
        int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Directory.Exists($"/proc/{id}");
}
