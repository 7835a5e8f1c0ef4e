using System.Globalization;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>What is expected of one request, or was observed: what its caller saw, how many attempts were made, how often it was applied.</summary>
internal readonly record struct ExpectedOutcome(string Seen, int Attempts, int Applied)
{
    /// <summary>Reads a cell of the table, such as <c>ok 2/1</c>.</summary>
    public static ExpectedOutcome Parse(string cell)
    {
        var parts = cell.Split(' ', '/');
        return new ExpectedOutcome(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seen} {Attempts}/{Applied}");
}
