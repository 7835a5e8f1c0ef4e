namespace Quickstart;

/// <summary>What the user asked for.</summary>
/// <param name="Seeds">Nodes of a real cluster; empty for one that is started for the demonstration.</param>
/// <param name="IsHelp">Whether to explain the arguments and do nothing else.</param>
/// <param name="Error">Why the arguments make no sense, or <see langword="null"/>.</param>
internal sealed record CommandLine(IReadOnlyList<Uri> Seeds, bool IsHelp, string? Error)
{
    public const string Help = """
        Usage: dotnet run --project examples/Quickstart [-- --seeds http://host:port[,http://host:port...]]

        Without arguments three Alternator nodes start inside this process. A table is created, 8 workers read and write,
        the seed node is killed under load and started again. It takes about 16 seconds.
        The exit code is 0 if no operation failed and the node came back with traffic.

        --seeds   Runs the same load for 10 seconds on a real cluster, in a table of its own that is deleted afterwards.
                  Nothing is killed. Requests are signed if AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set.
        --help    Prints this text.
        """;

    public static CommandLine Parse(string[] args) => args switch
    {
        [] => new([], IsHelp: false, Error: null),
        ["--help" or "-h" or "-?"] => new([], IsHelp: true, Error: null),
        ["--seeds", var list] => OfSeeds(list),
        [var option] when option.StartsWith("--seeds=", StringComparison.Ordinal) => OfSeeds(option["--seeds=".Length..]),
        _ => new([], IsHelp: false, $"Unknown arguments: {string.Join(' ', args)}"),
    };

    private static CommandLine OfSeeds(string list)
    {
        var seeds = new List<Uri>();
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var seed) || seed.Scheme is not ("http" or "https"))
            {
                return new([], IsHelp: false, $"--seeds: '{text}' is no address of a node, such as http://10.0.0.1:8000.");
            }

            seeds.Add(seed);
        }

        return new(seeds, IsHelp: false, seeds.Count == 0 ? "--seeds names no node." : null);
    }
}
