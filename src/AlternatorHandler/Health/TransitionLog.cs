namespace AlternatorHandler.Health;

/// <summary>Keeps the last changes of nodes' states, the latest first.</summary>
internal sealed class TransitionLog
{
    /// <summary>The number of changes that are kept.</summary>
    public const int Capacity = 50;

    private AlternatorNodeTransition[] _latest = [];

    /// <summary>Gets the transitions. The array is replaced, never changed.</summary>
    public IReadOnlyList<AlternatorNodeTransition> Latest => Volatile.Read(ref _latest);

    /// <summary>Adds one. The caller holds the lock under which nodes change.</summary>
    public void Add(AlternatorNodeTransition transition) => Volatile.Write(ref _latest, [transition, .. _latest.Take(Capacity - 1)]);
}
