namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A cable that takes its time. This process carries the packets: netem, which could, is missing from many kernels.</summary>
internal sealed class LongLink : ILink
{
    private readonly NetworkNamespace _host;
    private readonly TunDevice _near;
    private readonly TunDevice _far;
    private readonly PacketDelay _there;
    private readonly PacketDelay _back;

    private LongLink(string name, NetworkNamespace host)
    {
        _host = host;
        _near = TunDevice.Open(name);
        _far = TunDevice.Open($"{name}f");
        _there = new PacketDelay(_near, _far);
        _back = new PacketDelay(_far, _near);
    }

    public string Near => _near.Name;

    public string Far => _far.Name;

    /// <summary>Sets the time from one end to the other and back.</summary>
    public TimeSpan RoundTrip
    {
        set => _there.Delay = _back.Delay = value / 2;
    }

    public static async Task<LongLink> CreateAsync(string name, NetworkNamespace host)
    {
        var link = new LongLink(name, host);
        await Command.RunAsync($"ip link set {link.Far} netns {host.Name}");
        return link;
    }

    public async ValueTask DisposeAsync()
    {
        // Reading ends when the interface is gone.
        await Command.RunAsync($"ip link del {Near}");
        await _host.IpAsync($"link del {Far}");
        await _there.DisposeAsync();
        await _back.DisposeAsync();
        _near.Dispose();
        _far.Dispose();
    }
}
