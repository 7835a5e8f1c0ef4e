using System.Diagnostics;
using System.Globalization;

namespace AlternatorHandler.Rigs.NodeHost;

/// <summary>Runs nodes in a process of their own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;

    private NodeProcess(Process process, IReadOnlyList<Uri> addresses)
    {
        _process = process;
        Addresses = addresses;
    }

    /// <summary>Gets the addresses of the nodes.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>Gets the processor time that the nodes have used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts nodes and waits until they listen.</summary>
    /// <param name="command">The nodes to run.</param>
    /// <param name="wrapper">A command that runs another one, such as <c>ip netns exec name</c>.</param>
    /// <exception cref="InvalidOperationException">They do not listen.</exception>
    public static async Task<NodeProcess> StartAsync(NodeArguments command, params string[] wrapper)
    {
        string[] all = [.. wrapper, DotnetHost.Path, typeof(NodeProcess).Assembly.Location, NodeCommand.Name, .. command.ToArguments()];
        var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() is not { } line)
        {
            throw new InvalidOperationException($"The nodes do not listen: {await errors}");
        }

        return new NodeProcess(process, [.. line.Split(' ').Select(address => new Uri(address))]);
    }

    /// <summary>Changes the time that each canned response takes.</summary>
    public Task DelayAsync(TimeSpan delay) => _process.StandardInput.WriteLineAsync(delay.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));

    /// <summary>Suspends the process permanently. The operating system still accepts connections and bytes for it, which never get a response.</summary>
    public async Task FreezeAsync()
    {
        using var kill = Process.Start("kill", ["-STOP", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Kills the process. The operating system closes its connections.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
