using System.Globalization;

namespace AlternatorHandler.FunctionalTests.Network;

/// <summary>A cable that loses packets when it is told to. The kernel does it, where packets leave for the node or come in from it.</summary>
internal sealed class VethLink : ILink
{
    private VethLink(string near, string far)
    {
        Near = near;
        Far = far;
    }

    public string Near { get; }

    public string Far { get; }

    public static async Task<VethLink> CreateAsync(string name, NetworkNamespace host)
    {
        var link = new VethLink(name, $"{name}f");
        await Command.RunAsync($"ip link add {link.Near} type veth peer name {link.Far} netns {host.Name}");
        await Command.RunAsync($"tc qdisc add dev {link.Near} clsact");
        return link;
    }

    /// <summary>Loses some packets, or all, without a word: nobody is told, as nobody is when a switch drops them. ARP gets through, as it does with a router between.</summary>
    public async Task LoseAsync(Direction direction, double ratio = 1)
    {
        foreach (var hook in Hooks(direction))
        {
            await Command.RunAsync($"tc filter add dev {Near} {hook} protocol ip bpf direct-action bytecode", Program(ratio));
        }
    }

    /// <summary>Loses nothing any more.</summary>
    public async Task HealAsync()
    {
        foreach (var hook in Hooks(Direction.Both))
        {
            await Command.RunAsync($"tc filter del dev {Near} {hook}");
        }
    }

    public async ValueTask DisposeAsync() => await Command.RunAsync($"ip link del {Near}");

    private static string[] Hooks(Direction direction) => direction switch
    {
        Direction.ToNode => ["egress"],
        Direction.FromNode => ["ingress"],
        _ => ["egress", "ingress"],
    };

    // A program of the classic packet filter, because every kernel with any traffic control has it, while few have netem:
    // load a random number; if it is above the limit, skip one; drop (TC_ACT_SHOT); let pass (TC_ACT_UNSPEC).
    private static string Program(double ratio) => ratio >= 1
        ? "1,6 0 0 2"
        : string.Create(CultureInfo.InvariantCulture, $"4,32 0 0 {0xffff_f038},53 1 0 {(uint)(ratio * uint.MaxValue)},6 0 0 2,6 0 0 {uint.MaxValue}");
}
