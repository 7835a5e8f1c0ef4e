using System.Globalization;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>One row of the table: a fault of one node or of all, and what becomes of every kind of request.</summary>
public sealed record FaultRow
{
    private static readonly AlternatorRetryWritesMode[] Modes = [AlternatorRetryWritesMode.Never, AlternatorRetryWritesMode.Idempotent, AlternatorRetryWritesMode.Always];

    private readonly string[] _cells;

    internal FaultRow(string line)
    {
        _cells = [.. line.Split('|', StringSplitOptions.TrimEntries)[1..^1]];
    }

    internal string Fault => _cells[0];

    internal bool AllNodes => _cells[1] == "all";

    /// <summary>Gets how many nodes are down after one request of any kind.</summary>
    internal int DownAfterOne => int.Parse(_cells[^2], CultureInfo.InvariantCulture);

    /// <summary>Gets how many nodes are down after ten point reads.</summary>
    internal int DownAfterTen => int.Parse(_cells[^1], CultureInfo.InvariantCulture);

    internal ExpectedOutcome this[MatrixCell cell] => ExpectedOutcome.Parse(_cells[cell.Operation.Class switch
    {
        OperationClass.Read => 2,
        OperationClass.IdempotentWrite => 3 + Array.IndexOf(Modes, cell.RetryWrites),
        OperationClass.Addition => 6 + Array.IndexOf(Modes, cell.RetryWrites),
        _ => 9 + Array.IndexOf(Modes, cell.RetryWrites),
    }]);

    public override string ToString() => $"{Fault} on {(AllNodes ? "all nodes" : "one node")}";
}
