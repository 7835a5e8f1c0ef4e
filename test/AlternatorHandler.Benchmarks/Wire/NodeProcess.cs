using System.Diagnostics;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>Test nodes in a process of their own, so that their processor time can be told from the client's.</summary>
internal sealed class NodeProcess : IDisposable
{
    public const string Command = "serve";

    private readonly Process _process;

    private NodeProcess(Process process, Uri seed)
    {
        _process = process;
        Seed = seed;
    }

    public Uri Seed { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<NodeProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return new NodeProcess(process, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    /// <summary>What the process does: it serves until its input ends.</summary>
    public static async Task ServeAsync()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.RecordedRequestLimit = 0);
        Console.WriteLine(cluster.Addresses[0]);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
