using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Faults;

/// <summary>Does to a node what a scheduled fault says, and undoes it.</summary>
internal static class NodeFaultScript
{
    private const int MostRequests = 20;

    private static readonly TimeSpan ListedBeforeListening = TimeSpan.FromMilliseconds(100);

    public static async Task BeginAsync(AlternatorTestNode node, ScheduledFault fault)
    {
        var requests = 1 + (int)(MostRequests * fault.Strength);
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                await node.KillAsync();
                break;
            case FaultKind.KillUnlisted:
                await node.KillAsync();
                node.IsListed = false;
                break;
            case FaultKind.Drain:
                await node.DrainAsync();
                break;
            case FaultKind.DieAfterApplying:
                node.Faults.Always(Fault.LostReply);
                await Task.Delay(TimeSpan.FromMilliseconds(50 + (450 * fault.Strength)), TimeProvider.System);
                await node.KillAsync();
                break;
            case FaultKind.Unlisted:
                node.IsListed = false;
                break;
            case FaultKind.ListsOnlyItself:
                node.ListsOnlyItself = true;
                break;
            case FaultKind.ListsNonsense:
                node.LocalNodesBody = fault.Strength < 0.5 ? "[]" : "[\"not an address\", 7";
                break;
            default:
                if (Lasting(fault) is { } lasting)
                {
                    node.Faults.Always(lasting, fault.Kind == FaultKind.Hang ? FaultScope.Everything : FaultScope.Operations);
                }
                else
                {
                    node.Faults.Next(requests, Passing(fault.Kind));
                }

                break;
        }
    }

    public static async Task EndAsync(AlternatorTestNode node, FaultKind kind)
    {
        node.Faults.Clear();
        node.ListsOnlyItself = false;
        node.LocalNodesBody = null;
        if (kind == FaultKind.Drain)
        {
            // ScyllaDB lists a starting node before it listens (scylladb#26326).
            node.IsListed = true;
            await Task.Delay(ListedBeforeListening, TimeProvider.System);
        }

        await node.StartAsync();
    }

    private static Fault? Lasting(ScheduledFault fault) => fault.Kind switch
    {
        FaultKind.Hang or FaultKind.HangOfOperations => Fault.Hang,
        FaultKind.Slow => Fault.Delay(TimeSpan.FromMilliseconds(20 + (1000 * fault.Strength))),
        FaultKind.Shed => Fault.Shed,
        FaultKind.BadGateway => Fault.Status(503),
        FaultKind.Drip => Fault.Drip(bytes: 40, TimeSpan.FromMilliseconds(1 + (20 * fault.Strength))),
        _ => null,
    };

    private static Fault Passing(FaultKind kind) => kind switch
    {
        FaultKind.ServerErrors => Fault.InternalServerError(ServerErrors.WriteTimeout, executed: true),
        FaultKind.Resets => Fault.ResetBeforeBody,
        FaultKind.LostReplies => Fault.LostReply,
        FaultKind.Closes => Fault.CloseBeforeReply,
        FaultKind.TruncatedBodies => Fault.TruncatedBody,
        FaultKind.Garbage => Fault.Garbage,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No fault of a node."),
    };
}
