namespace FailoverDemo;

/// <summary>Represents the parsed command line.</summary>
/// <param name="Seeds">The nodes of a real cluster; empty to start nodes inside this process.</param>
/// <param name="IsHelp">Whether to print the help text and exit.</param>
/// <param name="Error">The error in the arguments, or <see langword="null"/>.</param>
internal sealed record CommandLine(IReadOnlyList<Uri> Seeds, bool IsHelp, string? Error)
{
    public const string Help = """
        Usage: dotnet run --project examples/FailoverDemo [-- --seeds ADDRESS[,ADDRESS]]

        Without arguments, three Alternator nodes start inside this process. 8 workers
        read and write a table, the seed node is killed under load and started again.
        It takes about 16 seconds. The exit code is 0 if no operation failed and the
        node received requests again.

        --seeds   Runs the same load on a real cluster for 10 seconds, in a table of its
                  own that is deleted afterwards. No node is killed. Requests are signed
                  if AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set.
        --help    Prints this text.
        """;

    public static CommandLine Parse(string[] args) => args switch
    {
        [] => new([], IsHelp: false, Error: null),
        ["--help" or "-h" or "-?"] => new([], IsHelp: true, Error: null),
        ["--seeds", var list] => ParseSeeds(list),
        [var option] when option.StartsWith("--seeds=", StringComparison.Ordinal) => ParseSeeds(option["--seeds=".Length..]),
        _ => new([], IsHelp: false, $"Unknown arguments: {string.Join(' ', args)}"),
    };

    private static CommandLine ParseSeeds(string list)
    {
        var seeds = new List<Uri>();
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var seed) || seed.Scheme is not ("http" or "https"))
            {
                return new([], IsHelp: false, $"--seeds: '{text}' is not the address of a node, such as http://10.0.0.1:8000.");
            }

            seeds.Add(seed);
        }

        return new(seeds, IsHelp: false, seeds.Count == 0 ? "--seeds contains no address." : null);
    }
}
