namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>Draws faults from a seed: the same seed gives the same schedule.</summary>
internal sealed class FaultSchedule
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);

    private static readonly FaultKind[] OfNodes = [.. Enum.GetValues<FaultKind>().Where(kind => kind <= FaultKind.ListsNonsense)];
    private static readonly FaultKind[] OfNames = [.. Enum.GetValues<FaultKind>().Where(kind => kind >= FaultKind.NameOfOne)];
    private static readonly FaultKind[] Deaths = [FaultKind.Kill, FaultKind.DieAfterApplying];

    private readonly List<ScheduledFault> _faults = [];
    private readonly Dictionary<int, TimeSpan> _busyUntil = [];
    private readonly Random _random;
    private readonly int _nodes;
    private readonly int _mostAtOnce;

    private FaultSchedule(int seed, int nodes, int mostAtOnce)
    {
        _random = new Random(seed);
        _nodes = nodes;
        _mostAtOnce = mostAtOnce;
    }

    /// <summary>Everything that can go wrong, on so many nodes at once at most: about one fault a second, or three if all nodes may have one.</summary>
    public static IReadOnlyList<ScheduledFault> Chaos(int seed, int nodes, int mostAtOnce, TimeSpan duration) =>
        new FaultSchedule(seed, nodes, mostAtOnce).Draw(duration, meanGap: TimeSpan.FromSeconds(mostAtOnce < nodes ? 0.5 : 0.1), DrawAnyLane, static (schedule, lane) => lane switch
        {
            Lanes.Membership => FaultKind.Join,
            Lanes.Names => schedule.DrawOf(OfNames),
            _ => schedule.DrawOf(OfNodes),
        });

    /// <summary>Nodes die and come back, a third of them at once at most. Half of the deaths come after writes were applied whose replies are lost.</summary>
    public static IReadOnlyList<ScheduledFault> KillStorm(int seed, int nodes, TimeSpan duration) =>
        new FaultSchedule(seed, nodes, mostAtOnce: nodes / 3).Draw(
            duration, meanGap: TimeSpan.FromSeconds(1), static schedule => schedule._random.Next(schedule._nodes), static (schedule, _) => schedule.DrawOf(Deaths));

    private static int DrawAnyLane(FaultSchedule schedule) => schedule._random.NextDouble() switch
    {
        < 0.08 => Lanes.Membership,
        < 0.16 => Lanes.Names,
        _ => schedule._random.Next(schedule._nodes),
    };

    private List<ScheduledFault> Draw(TimeSpan duration, TimeSpan meanGap, Func<FaultSchedule, int> drawLane, Func<FaultSchedule, int, FaultKind> drawKind)
    {
        for (var at = Start; at < duration; at += meanGap * -Math.Log(1 - _random.NextDouble()))
        {
            var lane = drawLane(this);
            var fault = new ScheduledFault(at, TimeSpan.FromSeconds(0.3 + (3.7 * _random.NextDouble())), lane, drawKind(this, lane), _random.NextDouble());
            if (fault.Until < duration && at >= _busyUntil.GetValueOrDefault(lane) && (lane < 0 || NodesBusyAt(at) < _mostAtOnce))
            {
                _busyUntil[lane] = fault.Until + Breath;
                _faults.Add(fault);
            }
        }

        return _faults;
    }

    private int NodesBusyAt(TimeSpan at) => _busyUntil.Count(lane => lane.Key >= 0 && lane.Value > at);

    private FaultKind DrawOf(FaultKind[] kinds) => kinds[_random.Next(kinds.Length)];
}
