namespace AlternatorHandler.Health;

/// <summary>The last changes of nodes' states, the latest first.</summary>
internal sealed class TransitionLog
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 50;

    private NodeTransition[] _latest = [];

    /// <summary>Gets the transitions. The array is replaced, never changed.</summary>
    public IReadOnlyList<NodeTransition> Latest => Volatile.Read(ref _latest);

    /// <summary>Adds one. The caller holds the lock under which nodes change.</summary>
    public void Add(NodeTransition transition) => Volatile.Write(ref _latest, [transition, .. _latest.Take(Capacity - 1)]);
}
