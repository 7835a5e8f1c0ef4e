using AlternatorHandler.Rigs.Simulation.Nodes;
using AlternatorHandler.Rigs.Simulation.Scenarios;

namespace AlternatorHandler.Rigs.Simulation.Results;

/// <summary>How soon a node with a fault is left alone, and how soon after the fault it has its share again.</summary>
internal sealed class Avoidance(Scenario scenario, IReadOnlyList<List<TimeSpan>> attempts)
{
    private const double Step = 0.1;

    // What a node gets is judged over this time.
    private const double Window = 2;

    private const double LeftAlone = 0.25;
    private const double Restored = 0.75;

    /// <summary>Gets the seconds from the beginning of a fault until the node gets less than a quarter of an equal share: infinity if it never does, nothing if no node is to be avoided.</summary>
    public double? TimeToAvoid => Worst(outage => First(outage.From, outage.To - Window, at => ShareOf(outage.Node, at) < LeftAlone));

    /// <summary>Gets the seconds from the end of a fault until the node gets more than three quarters of an equal share again: nothing if it was never avoided.</summary>
    public double? TimeToRestore => TimeToAvoid is double.PositiveInfinity ? null : Worst(outage => First(outage.To, scenario.Length - Window, at => ShareOf(outage.Node, at) > Restored));

    private static double First(double from, double to, Func<double, bool> isTrue)
    {
        var steps = (int)Math.Round((to - from) / Step);
        for (var step = 0; step <= steps; step++)
        {
            if (isTrue(from + (step * Step)))
            {
                return step * Step;
            }
        }

        return double.PositiveInfinity;
    }

    // A node that lists itself alone works, and where all have the fault there is nowhere else to go.
    private double? Worst(Func<Outage, double> time) => scenario.Outages
        .Where(outage => outage.Fault != Fault.Isolated)
        .Where(outage => scenario.Outages.Count(other => other.From <= outage.From && other.To > outage.From) < attempts.Count)
        .Max(outage => (double?)time(outage));

    /// <summary>A node's attempts in a window, of an equal share of all.</summary>
    private double ShareOf(int node, double at) => attempts.Sum(times => Count(times, at)) is var all and > 0
        ? (double)Count(attempts[node], at) * attempts.Count / all
        : 0;

    private static int Count(List<TimeSpan> times, double at) => IndexOf(times, at + Window) - IndexOf(times, at);

    private static int IndexOf(List<TimeSpan> times, double at)
    {
        var index = times.BinarySearch(TimeSpan.FromSeconds(at));
        return index < 0 ? ~index : index;
    }
}
