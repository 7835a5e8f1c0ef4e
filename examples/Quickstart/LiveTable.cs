using AlternatorHandler;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Quickstart;

/// <summary>A table for terminals that is redrawn in place, with the last events under it.</summary>
internal sealed class LiveTable(NodeOverview overview, Load load, Timeline timeline) : IReport
{
    private const int EventsShown = 6;

    public static bool IsPossible => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public Task ShowUntilAsync(Task run) => AnsiConsole.Live(Draw()).StartAsync(async context =>
    {
        while (await Task.WhenAny(run, Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System)) != run)
        {
            context.UpdateTarget(Draw());
        }
    });

    private Rows Draw()
    {
        var table = new Table().RoundedBorder().AddColumn("Node").AddColumn("State");
        foreach (var name in (string[])["Requests", "Share (1 s)", "In flight", "Latency (1 s)", "Failed attempts"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in overview.Look())
        {
            table.AddRow(
                row.Name.EscapeMarkup(),
                $"[{ColorOf(row.Status.State)}]{row.Status.State}[/]",
                $"{row.Total.Answered:N0}",
                $"{row.Share:0%}",
                $"{row.Status.InFlight}",
                row.Latency is { } latency ? $"{latency.TotalMilliseconds:0.0} ms" : string.Empty,
                $"{row.Total.Failed}");
        }

        IRenderable[] events = [.. timeline.Events.TakeLast(EventsShown).Select(line => new Text(line))];
        var title = new Text($"{timeline.Elapsed.TotalSeconds,5:0.0} s  {load.Operations:N0} operations, {load.Errors.Count} failed");
        return new Rows([title, table, .. events]);
    }

    private static string ColorOf(AlternatorNodeState state) => state switch
    {
        AlternatorNodeState.Up => "green",
        AlternatorNodeState.Probation => "yellow",
        _ => "red",
    };
}
