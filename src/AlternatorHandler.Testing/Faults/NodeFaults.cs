using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Testing.Faults;

namespace AlternatorHandler.Testing;

/// <summary>Controls the faults of a node. Thread-safe; a change applies to requests whose headers arrive after it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds no resources.")]
public sealed class NodeFaults
{
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _next = [];
    private readonly List<FaultRule> _always = [];
    private CancellationTokenSource _cleared = new();
    private volatile bool _any;

    internal NodeFaults()
    {
    }

    /// <summary>Applies a fault to all matching requests until <see cref="Clear"/> is called. If several faults match a request, the one added last applies.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="scope">The kinds of requests to which the fault applies.</param>
    /// <param name="operation">The operation to which the fault applies, such as <c>PutItem</c>, or <see langword="null"/> for all.</param>
    public void Always(Fault fault, FaultScope scope = FaultScope.Operations, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            _always.Insert(0, new FaultRule(fault, scope, operation));
            _any = true;
        }
    }

    /// <summary>Applies a fault to the next matching requests. It takes precedence over the faults of <see cref="Always"/>.</summary>
    /// <param name="count">The number of requests.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="scope">The kinds of requests to which the fault applies.</param>
    /// <param name="operation">The operation to which the fault applies, such as <c>PutItem</c>, or <see langword="null"/> for all.</param>
    public void Next(int count, Fault fault, FaultScope scope = FaultScope.Operations, string? operation = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            _next.AddRange(Enumerable.Repeat(new FaultRule(fault, scope, operation), count));
            _any = true;
        }
    }

    /// <summary>Removes all faults, and ends those that are holding requests.</summary>
    public void Clear()
    {
        CancellationTokenSource cleared;
        lock (_lock)
        {
            _next.Clear();
            _always.Clear();
            _any = false;
            cleared = _cleared;
            _cleared = new CancellationTokenSource();
        }

        cleared.Cancel();
    }

    /// <summary>Returns the fault for a request, or <see langword="null"/>, and the token that ends it early.</summary>
    internal (Fault? Fault, CancellationToken Cleared) Take(FaultScope scope, string? operation)
    {
        if (!_any)
        {
            return (null, CancellationToken.None);
        }

        lock (_lock)
        {
            if (_next.FindIndex(rule => rule.Matches(scope, operation)) is var index and >= 0)
            {
                var rule = _next[index];
                _next.RemoveAt(index);
                return (rule.Fault, _cleared.Token);
            }

            return (_always.Find(rule => rule.Matches(scope, operation))?.Fault, _cleared.Token);
        }
    }
}
