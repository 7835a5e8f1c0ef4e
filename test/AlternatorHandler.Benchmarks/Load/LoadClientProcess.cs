using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlternatorHandler.Rigs.NodeHost;

namespace AlternatorHandler.Benchmarks.Load;

/// <summary>A client in a process of its own, as applications have it: beside others the JIT would optimise what all of them share for the first.</summary>
internal sealed class LoadClientProcess : IAsyncDisposable
{
    public const string Command = "load-client";

    private readonly Process _process;

    private LoadClientProcess(Process process, string name) => (_process, Name) = (process, name);

    /// <summary>Gets what the table calls the client.</summary>
    public string Name { get; }

    /// <summary>Starts a client.</summary>
    /// <param name="client">Which of <see cref="LoadClients.All"/>.</param>
    /// <param name="nodes">The nodes that it may talk to.</param>
    public static LoadClientProcess Start(string client, IEnumerable<Uri> nodes)
    {
        string[] arguments = [typeof(LoadClientProcess).Assembly.Location, Command, client, .. nodes.Select(node => node.OriginalString)];
        return new LoadClientProcess(Process.Start(new ProcessStartInfo(DotnetHost.Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!, client);
    }

    /// <summary>What the process does: a run for each line of its input, until that ends.</summary>
    public static async Task ServeAsync(string client, IReadOnlyList<Uri> nodes)
    {
        await using var measured = LoadClients.All[client](nodes);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var numbers = line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            Console.WriteLine(JsonSerializer.Serialize(await LoadRun.MeasureAsync(measured, workers: numbers[0], operations: numbers[1])));
        }
    }

    /// <summary>Makes it do operations.</summary>
    /// <exception cref="InvalidOperationException">The process ended.</exception>
    public async Task<LoadSample> MeasureAsync(int workers, int operations)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{workers} {operations}"));
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The process of '{Name}' ended.");
        return JsonSerializer.Deserialize<LoadSample>(line)!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
