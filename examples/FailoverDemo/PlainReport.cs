namespace FailoverDemo;

/// <summary>Prints lines, for files and pipes: each event, and once a second the progress.</summary>
internal sealed class PlainReport(NodeOverview overview, Load load, Timeline timeline)
{
    private int _printed;

    /// <summary>Prints until the run ends.</summary>
    public async Task ShowUntilAsync(Task run)
    {
        overview.Read();
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)) != run)
        {
            PrintEvents();
            var shares = overview.Read().Select(row => $"{row.Share,4:0%}");
            Console.WriteLine($"{timeline.Elapsed.TotalSeconds,5:0.0} s  {load.Operations,7:N0} operations, {load.Errors.Count} failed; share of each node:{string.Concat(shares)}");
        }

        PrintEvents();
    }

    private void PrintEvents()
    {
        foreach (var line in timeline.Events.Skip(_printed))
        {
            Console.WriteLine(line);
            _printed++;
        }
    }
}
