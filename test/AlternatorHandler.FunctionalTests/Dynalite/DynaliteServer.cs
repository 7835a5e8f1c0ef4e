using System.Diagnostics;

namespace AlternatorHandler.FunctionalTests;

/// <summary>dynalite, a DynamoDB in memory that has nothing in common with ours, as a process of its own.</summary>
internal sealed class DynaliteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = 60.Seconds();

    private readonly Process _process;

    private DynaliteServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <exception cref="DynaliteUnavailableException">It cannot run on this machine.</exception>
    public static async Task<DynaliteServer> StartAsync()
    {
        var process = await DynaliteModule.StartServerAsync();
        try
        {
            using var deadline = new CancellationTokenSource(StartTimeout);
            return new DynaliteServer(process, await WaitForAnswerAsync(process, deadline.Token));
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process);

    private static async Task<Uri> WaitForAnswerAsync(Process process, CancellationToken deadline)
    {
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await process.StandardOutput.ReadLineAsync(deadline)
            ?? throw new InvalidOperationException($"dynalite ended before it listened: {await errors}");
        var address = new Uri(line);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(address, deadline);
        answer.EnsureSuccessStatusCode();
        return address;
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
