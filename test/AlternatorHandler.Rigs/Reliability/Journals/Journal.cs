using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>All operations of a run, from both sides: what the callers saw, and what the tables applied.</summary>
internal sealed class Journal
{
    private const int ExamplesKept = 20;

    private static readonly byte[] Marker = Encoding.ASCII.GetBytes($"\"{Operation.MarkStart}");

    private readonly Lock _lock = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly List<string> _violations = [];
    private readonly List<string> _failures = [];
    private int _violationCount;

    /// <summary>Gets or sets a value indicating whether each failure must name its attempts or be a node's own answer.</summary>
    public bool FailuresNameAttempts { get; init; } = true;

    /// <summary>Gets the first rules that were broken.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>Gets how often rules were broken.</summary>
    public int ViolationCount => Volatile.Read(ref _violationCount);

    /// <summary>Gets the first failures of operations that could have been repeated.</summary>
    public IReadOnlyList<string> Failures
    {
        get
        {
            lock (_lock)
            {
                return [.. _failures];
            }
        }
    }

    public Operation Begin(WorkKind kind)
    {
        lock (_lock)
        {
            _entries.Add(new JournalEntry { Kind = kind });
            return new Operation(this, _entries.Count - 1);
        }
    }

    public void Ended(int number, Outcome outcome, Exception? failure, TimeSpan duration)
    {
        var named = failure is null ? 0 : FailedAttempts.Named(failure);
        if (outcome == Outcome.Failed && FailuresNameAttempts && named == 0 && !FailedAttempts.IsAnswer(failure!))
        {
            Violated($"a failure does not name its attempts: {failure}");
        }

        lock (_lock)
        {
            ref var entry = ref At(number);
            entry = entry with { Outcome = outcome, Attempts = (byte)named, Duration = duration };
            if (outcome != Outcome.Acknowledged && entry.Kind.Group() != WorkGroup.OtherWrite && _failures.Count < ExamplesKept)
            {
                _failures.Add($"{entry.Kind} after {duration.TotalSeconds:0.00} s: {failure!.GetType().Name}: {failure.Message}");
            }
        }
    }

    /// <summary>Writes down what the tables executed. Given to <see cref="AlternatorTestClusterOptions.OperationExecuted"/>.</summary>
    public void Executed(ExecutedOperation operation)
    {
        var body = operation.Body.Span;
        if (operation.StatusCode == 200 && body.IndexOf(Marker) is var start and >= 0 && Utf8Parser.TryParse(body[(start + Marker.Length)..], out int number, out _))
        {
            lock (_lock)
            {
                ref var entry = ref At(number);
                entry = entry with { Applications = (byte)Math.Min(byte.MaxValue, entry.Applications + 1) };
            }
        }
    }

    public void Violated(string what)
    {
        Interlocked.Increment(ref _violationCount);
        lock (_lock)
        {
            if (_violations.Count < ExamplesKept)
            {
                _violations.Add(what);
            }
        }
    }

    /// <summary>Compares both sides, adds all up, and forgets the operations.</summary>
    public Statistics Close(int maxAttempts)
    {
        lock (_lock)
        {
            foreach (var contradiction in Contradictions.Of(_entries, maxAttempts))
            {
                Violated(contradiction);
            }

            var statistics = new Statistics(_entries);
            _entries.Clear();
            _entries.TrimExcess();
            return statistics;
        }
    }

    private ref JournalEntry At(int number) => ref CollectionsMarshal.AsSpan(_entries)[number];
}
