namespace AlternatorHandler.FunctionalTests;

/// <summary>Concurrent load of a bounded number of operations, or for as long as it is wanted.</summary>
internal static class Workers
{
    public static Task RunAsync(int workers, int operations, Func<int, Task> operation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < operations; i = Interlocked.Increment(ref next))
            {
                await operation(i);
            }
        })));
    }
}
