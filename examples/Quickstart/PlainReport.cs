namespace Quickstart;

/// <summary>Lines for files and pipes: each event when it happened, and a line about the nodes each second.</summary>
internal sealed class PlainReport(NodeOverview overview, Load load, Timeline timeline) : IReport
{
    private int _printed;

    public async Task ShowUntilAsync(Task run)
    {
        overview.Look();
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System)) != run)
        {
            PrintEvents();
            var nodes = overview.Look().Select(row => $"{row.Name} {row.Status.State} {row.Share,4:0%}");
            Console.WriteLine($"{timeline.Elapsed.TotalSeconds,5:0.0} s  {string.Join(" | ", nodes)} | {load.Operations:N0} operations, {load.Errors.Count} failed");
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
