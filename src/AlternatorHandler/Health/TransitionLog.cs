namespace AlternatorHandler.Health;

/// <summary>Keeps the last transitions of nodes, the latest first.</summary>
internal sealed class TransitionLog
{
    /// <summary>The number of transitions that are kept.</summary>
    public const int Capacity = 50;

    private AlternatorNodeTransition[] _latest = [];

    /// <summary>Gets the last transitions. The array is replaced, never changed.</summary>
    public IReadOnlyList<AlternatorNodeTransition> Latest => Volatile.Read(ref _latest);

    /// <summary>Adds a transition. The caller holds the lock of the node table.</summary>
    public void Add(AlternatorNodeTransition transition) => Volatile.Write(ref _latest, [transition, .. _latest.Take(Capacity - 1)]);
}
