namespace AlternatorHandler.Discovery;

/// <summary>Delays the first requests until there are nodes to send them to.</summary>
internal sealed class Readiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSet => _ready.Task.IsCompleted;

    public Task Task => _ready.Task;

    public void Set() => _ready.TrySetResult();
}
