namespace Examples;

/// <summary>What an example claims, and whether it is so.</summary>
internal sealed class SelfCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private bool _failed;

    /// <summary>Gets the exit code of the example: 0 if all was so.</summary>
    public int ExitCode => _failed ? 1 : 0;

    public void That(bool isTrue, string claim)
    {
        Console.WriteLine($"{(isTrue ? "ok    " : "FAILED")}  {claim}");
        _failed |= !isTrue;
    }

    /// <summary>Waits until it is so.</summary>
    public Task EventuallyAsync(Func<bool> isTrue, string claim) => EventuallyAsync(() => Task.FromResult(isTrue()), claim);

    /// <summary>Asks until it is so.</summary>
    public async Task EventuallyAsync(Func<Task<bool>> isTrue, string claim)
    {
        var start = TimeProvider.System.GetTimestamp();
        bool result;
        while (!(result = await isTrue()) && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(Interval, TimeProvider.System);
        }

        That(result, claim);
    }
}
