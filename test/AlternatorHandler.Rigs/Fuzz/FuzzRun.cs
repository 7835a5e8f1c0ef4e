namespace AlternatorHandler.Rigs.Fuzz;

/// <summary>Lets a reader read the corpus, and then mutations of it.</summary>
internal static class FuzzRun
{
    private const int MaxFinds = 10;

    public static IReadOnlyList<IFuzzTarget> Targets { get; } =
    [
        new Targets.LocalNodesTarget(),
        new Targets.ErrorReplyTarget(),
        new Targets.KeyAffinityTarget(),
        new Targets.IdempotencyTarget(),
        new Targets.TableDescriptionTarget(),
        new Targets.CompressedReplyTarget(),
    ];

    /// <param name="target">The reader.</param>
    /// <param name="iterations">How many inputs it gets, those of the corpus included.</param>
    /// <param name="seed">The same seed gives the same inputs.</param>
    public static FuzzResult Of(IFuzzTarget target, int iterations, int seed)
    {
        var corpus = Corpus.Of(target.Name);
        var mutator = new Mutator(corpus, target.Words, seed);
        var finds = new Dictionary<string, Find>();
        var understood = 0;
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < iterations; i++)
        {
            var input = i < corpus.Count ? corpus[i] : mutator.Next();
            try
            {
                understood += target.Read(input) ? 1 : 0;
            }
            catch (Exception exception) when (finds.Count < MaxFinds)
            {
                // The shortest input of each kind is the one to look at.
                var kind = $"{exception.GetType().Name} {exception.Message}";
                if (!finds.TryGetValue(kind, out var found) || input.Length < found.Input.Length)
                {
                    finds[kind] = new Find(input, exception.ToString());
                }
            }
        }

        return new FuzzResult(target.Name, iterations, understood, TimeProvider.System.GetElapsedTime(start), [.. finds.Values]);
    }
}
