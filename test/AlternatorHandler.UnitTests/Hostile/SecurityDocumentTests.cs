using System.Text.RegularExpressions;

namespace AlternatorHandler.UnitTests.Hostile;

/// <summary>Verifies that the tests that the security page names exist.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Repository = TestSupport.Repository.Root;

    private static readonly string[] Document = File.ReadAllLines(Path.Combine(Repository, "src", "docs", "security.md"));

    private static readonly HashSet<string> Tests =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository, "test"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value),
    ];

    private static IEnumerable<string> Named => Document.SelectMany(line => TestName().Matches(line)).Select(match => match.Groups["name"].Value).Distinct();

    [TestCaseSource(nameof(Named))]
    public void A_test_that_the_security_page_names_exists(string name) => Assert.That(Tests, Does.Contain(name));

    [Test]
    public void Each_claim_in_a_table_names_its_tests()
    {
        var isClaim = false;
        foreach (var line in Document)
        {
            if (line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal))
            {
                Assert.That(!isClaim || TestName().IsMatch(line), Is.True, line);
                isClaim |= line.EndsWith("| shown by |", StringComparison.Ordinal);
            }
            else if (line.Length == 0)
            {
                isClaim = false;
            }
        }
    }

    [Test]
    public void The_security_page_names_many_tests() => Assert.That(Named.Count(), Is.GreaterThan(30), "the pattern finds what it is to find");

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|void) (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
