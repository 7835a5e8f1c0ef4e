namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>Compares the tables of the failures page with the table that the handler is tested with.</summary>
public sealed class FailurePageTests
{
    private static readonly AlternatorRetryWritesMode[] Modes = [AlternatorRetryWritesMode.Never, AlternatorRetryWritesMode.Idempotent, AlternatorRetryWritesMode.Always];

    private static readonly string[][] PageRows =
    [
        .. File.ReadAllLines(FindPage())
            .SkipWhile(line => line != "## What callers see")
            .TakeWhile(line => line != "## Retries")
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    public static IEnumerable<FaultRow> Rows => FaultMatrixTable.All;

    public static IEnumerable<FaultRow> RowsOfAllNodes => FaultMatrixTable.All.Where(row => row.AllNodes);

    [TestCaseSource(nameof(Rows))]
    public void It_is_sent_again_as_the_page_describes(FaultRow row)
    {
        var sentAgain = FailureOf(row)[1];
        foreach (var cell in MatrixCell.All)
        {
            var expected = sentAgain switch
            {
                "always" => true,
                "never" => false,
                "by operation" => AnswerOf(cell).StartsWith("yes", StringComparison.Ordinal),
                _ => throw new FormatException(sentAgain),
            };
            Assert.That(row[cell].Attempts > 1, Is.EqualTo(expected), cell.ToString());
        }
    }

    [TestCaseSource(nameof(RowsOfAllNodes))]
    public void A_failure_of_all_attempts_ends_as_the_page_describes(FaultRow row)
    {
        var ends = MatrixCell.All.Select(cell => row[cell].Seen switch
        {
            "timeout" => "`HttpRequestException` with an inner `TimeoutException`",
            "broken" or "down" => "`HttpRequestException`",
            _ => "the response",
        });

        Assert.That(ends.Distinct(), Is.EqualTo(new[] { FailureOf(row)[3] }));
    }

    [TestCaseSource(nameof(Rows))]
    public void It_counts_against_the_node_as_the_page_describes(FaultRow row)
    {
        var counts = FailureOf(row)[2];
        Assert.That(row.DownAfterOne > 0, Is.EqualTo(counts == "`Down` at once"), counts);
        Assert.That(row.DownAfterTen == 0 && !IsCommonServerError(row), Is.EqualTo(counts.StartsWith("no", StringComparison.Ordinal)), counts);
    }

    // All nodes return it, so it counts against none of them.
    private static bool IsCommonServerError(FaultRow row) => row.AllNodes && FailureOf(row)[0] == "500";

    private static string[] FailureOf(FaultRow row)
    {
        var phrase = row.Fault.Split('(')[0] switch
        {
            "Kill" or "Drain" or "Certificate" => "nothing was sent",
            "Shed" => "sheds load",
            "Throttle" => "throttling",
            "ResetBeforeBody" or "CloseBeforeReply" or "Garbage" or "LostReply" or "TruncatedBody" => "connection reset or closed",
            _ when MatrixFault.All[row.Fault].IsSilent => "no response within",
            "InternalServerError" => "500",
            "Status" when row.Fault is "Status(500)" => "500",
            "Status" when row.Fault is "Status(502)" or "Status(503)" or "Status(504)" => "502, 503, 504",
            _ => "success, or any other error",
        };
        return PageRows.Single(cells => cells[0].StartsWith(phrase, StringComparison.Ordinal) || (phrase.Length > 5 && cells[0].Contains(phrase, StringComparison.Ordinal)));
    }

    private static string AnswerOf(MatrixCell cell)
    {
        var operation = cell.Operation.Class switch
        {
            OperationClass.Read => "reads:",
            OperationClass.IdempotentWrite => "`PutItem` and `DeleteItem` without a condition",
            OperationClass.Addition => "`UpdateItem` with `ADD`",
            _ => "writes with a condition",
        };
        return PageRows.Single(cells => cells[0].StartsWith(operation, StringComparison.Ordinal))[1 + Array.IndexOf(Modes, cell.RetryWrites)];
    }

    private static string FindPage()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AlternatorHandler.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "src", "docs", "failures.md");
    }
}
