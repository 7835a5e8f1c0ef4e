using System.Diagnostics.CodeAnalysis;
using AlternatorHandler.Testing.Faults;

namespace AlternatorHandler.Testing;

/// <summary>The faults of one node. Switched at any time, from any thread; a fault meets requests whose headers arrive after that.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing.")]
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

    /// <summary>Meets every request with a fault until <see cref="Clear"/>. Where two of these match, the one given last is taken.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="scope">The kinds of requests it is for; the others go well.</param>
    /// <param name="operation">The only operation it is for, such as <c>PutItem</c>.</param>
    public void Always(Fault fault, FaultScope scope = FaultScope.Operations, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock)
        {
            _always.Insert(0, new FaultRule(fault, scope, operation));
            _any = true;
        }
    }

    /// <summary>Meets the next requests with a fault, before any that is always met.</summary>
    /// <param name="count">How many of the matching requests.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="scope">The kinds of requests it is for.</param>
    /// <param name="operation">The only operation it is for, such as <c>PutItem</c>.</param>
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

    /// <summary>Ends all faults, those that are holding requests included.</summary>
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

    /// <summary>Takes the fault for a request, or <see langword="null"/>, and the token that ends it early.</summary>
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
