using System.Net;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A node on a host of its own, at the far end of a cable.</summary>
internal sealed class NetworkNode : IAsyncDisposable
{
    private readonly ILink _link;
    private readonly IPAddress _client;
    private readonly NodeArguments _command;
    private NetworkNamespace _host;
    private NodeProcess? _process;

    private NetworkNode(IPAddress address, IPAddress client, NetworkNamespace host, ILink link, NodeArguments command)
    {
        Address = address;
        _client = client;
        _host = host;
        _link = link;
        _command = command;
    }

    public IPAddress Address { get; }

    public Uri Uri => new($"http://{Address}:{_command.Port}/");

    /// <summary>Gets its cable, if that is one that loses packets.</summary>
    public VethLink Cable => (VethLink)_link;

    /// <summary>Gets its cable, if that is one that takes its time.</summary>
    public LongLink LongCable => (LongLink)_link;

    public static async Task<NetworkNode> StartAsync(string linkName, bool isLong, IPAddress client, NodeArguments command)
    {
        var host = await NetworkNamespace.CreateAsync();
        try
        {
            ILink link = isLong ? await LongLink.CreateAsync(linkName, host) : await VethLink.CreateAsync(linkName, host);
            var node = new NetworkNode(command.Listen[0], client, host, link, command);
            await Command.RunAsync($"ip address add {client} peer {node.Address} dev {link.Near}");
            await Command.RunAsync($"ip link set {link.Near} up");
            await node.StartHostAsync();
            return node;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pulls the cable at the node's end. The client's interface notices and says nothing.</summary>
    public Task UnplugAsync() => _host.IpAsync($"link set {_link.Far} down");

    public Task PlugInAsync() => _host.IpAsync($"link set {_link.Far} up");

    /// <summary>Replaces the host by another one with the same address, which has never heard of the connections. Of the old one comes no FIN and no RST.</summary>
    public async Task ReplaceHostAsync()
    {
        var old = _host;
        var next = await NetworkNamespace.CreateAsync();
        await UnplugAsync();
        await old.IpAsync($"link set {_link.Far} netns {next.Name}");
        _host = next;

        // Without an interface, what the old host's kernel sends for its dying process goes nowhere.
        await _process!.KillAsync();
        await _process.DisposeAsync();
        await old.DisposeAsync();
        await StartHostAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        try
        {
            await _link.DisposeAsync();
        }
        finally
        {
            await _host.DisposeAsync();
        }
    }

    private async Task StartHostAsync()
    {
        await _host.IpAsync($"address add {Address} peer {_client} dev {_link.Far}");
        await _host.IpAsync($"link set {_link.Far} up");
        _process = await NodeProcess.StartAsync(_command, "ip", "netns", "exec", _host.Name);
    }
}
