using System.Text.RegularExpressions;

namespace AlternatorHandler.UnitTests.Documentation;

/// <summary>Verifies that the tests that the security page names exist.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Repository = TestSupport.Repository.Root;

    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository, "src", "docs", "security.md"));

    private static readonly HashSet<string> Tests =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository, "test"), "*Tests.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value),
    ];

    private static IEnumerable<string> Named => Page.SelectMany(line => TestName().Matches(line)).Select(match => match.Groups["name"].Value).Distinct();

    [TestCaseSource(nameof(Named))]
    public void A_test_that_the_security_page_names_exists(string name) => Assert.That(Tests, Does.Contain(name));

    [Test]
    public void Each_claim_in_a_table_of_the_security_page_names_its_tests()
    {
        var isClaim = false;
        foreach (var line in Page)
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
    public void The_security_page_names_more_than_30_tests() => Assert.That(Named.Count(), Is.GreaterThan(30), "the pattern matches the names of tests");

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (?:async Task|void) (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
