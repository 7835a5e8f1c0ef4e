using System.Globalization;
using System.Net;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>Represents the arguments of <see cref="NodeCommand"/>, which <see cref="NodeProcess"/> passes.</summary>
internal sealed record NodeArguments
{
    public const string Help = """
        Usage: AlternatorHandler.Rigs node [--listen address]... [--port number] [--list address]... [--canned bytes]

        Runs Alternator nodes until its standard input ends. When they listen, it prints their addresses in one line.

        --listen   An address that a node listens on; may be repeated. Without it there is one node, on 127.0.0.1.
        --port     The port that the nodes share. Without it one that is free is chosen.
        --list     An address that /localnodes is to name, of a node in another process perhaps; may be repeated.
                   Without it the nodes list themselves.
        --canned   Executes nothing: every operation returns an item with this number of bytes, for measuring clients.
        """;

    public IReadOnlyList<IPAddress> Listen { get; init; } = [IPAddress.Loopback];

    public int Port { get; init; }

    public IReadOnlyList<IPAddress> List { get; init; } = [];

    /// <summary>Gets or initializes the bytes of a canned item, or <see langword="null"/> for nodes that execute.</summary>
    public int? Canned { get; init; }

    /// <exception cref="FormatException">An argument is not valid; the message contains it.</exception>
    public static NodeArguments Parse(string[] arguments)
    {
        if (arguments.Length % 2 != 0)
        {
            throw new FormatException($"{arguments[^1]} has no value.");
        }

        var result = new NodeArguments();
        var listen = new List<IPAddress>();
        var list = new List<IPAddress>();
        foreach (var pair in arguments.Chunk(2))
        {
            switch (pair[0])
            {
                case "--listen":
                    listen.Add(IPAddress.Parse(pair[1]));
                    break;
                case "--port":
                    result = result with { Port = Number(pair[0], pair[1], IPEndPoint.MaxPort) };
                    break;
                case "--list":
                    list.Add(IPAddress.Parse(pair[1]));
                    break;
                case "--canned":
                    result = result with { Canned = Number(pair[0], pair[1], int.MaxValue / 2) };
                    break;
                default:
                    throw new FormatException($"Unknown argument: {pair[0]}");
            }
        }

        return result with { Listen = listen.Count == 0 ? result.Listen : listen, List = list };
    }

    public IEnumerable<string> ToArguments()
    {
        foreach (var address in Listen)
        {
            yield return "--listen";
            yield return $"{address}";
        }

        foreach (var address in List)
        {
            yield return "--list";
            yield return $"{address}";
        }

        yield return "--port";
        yield return Port.ToString(CultureInfo.InvariantCulture);
        if (Canned is { } bytes)
        {
            yield return "--canned";
            yield return bytes.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static int Number(string name, string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? number
            : throw new FormatException($"{name}: '{text}' is not a number from 0 to {max}.");
}
