namespace AlternatorHandler.Loops;

/// <summary>Delays the first requests until there are nodes to send them to.</summary>
internal sealed class Readiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Occurs when a request has to wait. The cluster starts with its first request.</summary>
    public event Action? Requested;

    public bool IsSet => _ready.Task.IsCompleted;

    public Task Task => _ready.Task;

    public void Set() => _ready.TrySetResult();

    /// <summary>Waits until requests can be sent. Completes synchronously, without an allocation, once they can.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (IsSet)
        {
            return ValueTask.CompletedTask;
        }

        Requested?.Invoke();
        return new ValueTask(Task.WaitAsync(cancellationToken));
    }
}
