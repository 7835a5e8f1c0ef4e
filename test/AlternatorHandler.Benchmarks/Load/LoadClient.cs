namespace AlternatorHandler.Benchmarks.Load;

/// <summary>A way to get an item from the nodes.</summary>
/// <param name="GetAsync">Gets an item, and reads the reply to its end.</param>
/// <param name="Owner">What is disposed of at the end.</param>
internal sealed record LoadClient(Func<Task> GetAsync, IAsyncDisposable Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
