using AlternatorHandler.Rigs.Fuzz;

namespace AlternatorHandler.Rigs.Tests;

/// <summary>Runs the fuzz targets for a short time; the command <c>fuzz</c> runs them for any number of inputs.</summary>
public sealed class FuzzTests
{
    private const int Iterations = 20_000;

    private static IEnumerable<string> Targets() => FuzzRun.Targets.Select(target => target.Name);

    [TestCaseSource(nameof(Targets))]
    public void No_mutation_of_the_corpus_breaks_a_reader(string name)
    {
        var seed = Environment.ProcessId;

        var result = FuzzRun.Of(FuzzRun.Targets.Single(target => target.Name == name), Iterations, seed);

        Assert.That(result.Finds, Is.Empty, $"--target {name} --seed {seed}: {string.Join('\n', result.Finds.Select(find => $"{Convert.ToBase64String(find.Input)} {find.Failure}"))}");
        Assert.That(result.Understood, Is.GreaterThan(Iterations / 200), "inputs that no reader gets far with find nothing");
    }

    [TestCaseSource(nameof(Targets))]
    public void A_seed_gives_the_same_inputs_again(string name)
    {
        var target = FuzzRun.Targets.Single(target => target.Name == name);
        var (first, second) = (new Mutator(Corpus.Of(name), target.Words, 7), new Mutator(Corpus.Of(name), target.Words, 7));

        Assert.That(Enumerable.Range(0, 200).Select(_ => first.Next()), Is.EqualTo(Enumerable.Range(0, 200).Select(_ => second.Next())));
    }

    [Test]
    public void What_breaks_a_rule_is_found_and_shown_with_its_shortest_input()
    {
        var result = FuzzRun.Of(new Broken(), 1_000, seed: 1);

        Assert.That(result.Finds, Has.Count.EqualTo(1));
        Assert.That(result.Finds[0].Failure, Does.Contain("a brace"));
        Assert.That(result.Finds[0].Input, Has.Length.LessThan(100));
    }

    private sealed class Broken : IFuzzTarget
    {
        public string Name => "LocalNodes";

        public IReadOnlyList<string> Words { get; } = ["{"];

        public bool Read(byte[] input) => input.AsSpan().Contains((byte)'{') ? throw new BrokenRuleException("a brace") : true;
    }
}
