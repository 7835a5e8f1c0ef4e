using AlternatorHandler;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FailoverDemo;

/// <summary>Shows a table that is redrawn in place, for terminals, and the latest events below it.</summary>
internal sealed class LiveTable(NodeOverview overview, Load load, Timeline timeline)
{
    private const int EventsShown = 6;

    public static bool IsPossible => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Shows the nodes until the run ends, then replaces the table by all events.</summary>
    public async Task ShowUntilAsync(Task run)
    {
        await AnsiConsole.Live(Draw()).AutoClear(true).StartAsync(async context =>
        {
            while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System)) != run)
            {
                context.UpdateTarget(Draw());
            }
        });
        foreach (var line in timeline.Events)
        {
            Console.WriteLine(line);
        }
    }

    private Rows Draw()
    {
        var table = new Table().RoundedBorder().AddColumn(new TableColumn("Node").NoWrap()).AddColumn("State");
        foreach (var name in (string[])["Requests", "Share", "Latency", "Failed attempts"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in overview.Read())
        {
            table.AddRow(
                row.Name.EscapeMarkup(),
                $"[{ColorOf(row.Status.State)}]{row.Status.State}[/]",
                $"{row.Total.Completed:N0}",
                $"{row.Share:0%}",
                row.Latency is { } latency ? $"{latency.TotalMilliseconds:0.0} ms" : string.Empty,
                $"{row.Total.Failed}");
        }

        IRenderable[] events = [.. timeline.Events.TakeLast(EventsShown).Select(line => new Text(line))];
        var title = new Text($"{timeline.Elapsed.TotalSeconds,5:0.0} s  {load.Operations:N0} operations, {load.Errors.Count} failed (share and latency: last second)");
        return new Rows([title, table, .. events]);
    }

    private static string ColorOf(AlternatorNodeState state) => state switch
    {
        AlternatorNodeState.Up => "green",
        AlternatorNodeState.Probation => "yellow",
        _ => "red",
    };
}
