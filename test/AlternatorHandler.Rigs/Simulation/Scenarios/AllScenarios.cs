using AlternatorHandler.Rigs.Simulation.Nodes;

namespace AlternatorHandler.Rigs.Simulation.Scenarios;

internal static class AllScenarios
{
    public static IReadOnlyList<Scenario> List { get; } =
    [
        new("Steady", "Nothing happens.") { Length = 35 },

        new("One node slow", "From 10 s to 25 s one node takes ten times as long for everything; its health route does not.")
        {
            Outages = [new(2, Fault.Slow, 10, 25)],
        },

        new("Black hole", "From 10 s to 25 s one node accepts requests and answers none, not even for its health.")
        {
            Outages = [new(2, Fault.Silent, 10, 25)],
        },

        new("Restart", "One node is gone from 10 s to 40 s: its peers list it for 2 s more, and again 13 s before it listens.")
        {
            Length = 80,
            Outages = [new(2, Fault.Gone, 10, 40)],
        },

        new("Fast sheds", "From 10 s to 25 s one node refuses all requests at once as too many (400); its health route answers.")
        {
            Outages = [new(2, Fault.Shedding, 10, 25)],
        },

        new("Fast errors", "From 10 s to 25 s one node answers all requests at once with 500; its health route answers.")
        {
            Outages = [new(2, Fault.Failing, 10, 25)],
        },

        new("All nodes fail", "From 10 s to 20 s every node answers all requests at once with 500, as after the loss of a quorum: nothing can be avoided, only made worse.")
        {
            Length = 40,
            Outages = [.. Enumerable.Range(0, 6).Select(node => new Outage(node, Fault.Failing, 10, 20))],
        },

        new("Rolling restart", "Six nodes restart one after the other, each gone for 20 s, with 5 s between them.")
        {
            Rate = 150,
            Length = 200,
            Outages = [.. Enumerable.Range(0, 6).Select(node => new Outage(node, Fault.Gone, 10 + (25 * node), 30 + (25 * node)))],
        },

        new("Shrunk list", "From 10 s to 45 s three of the six nodes, both seeds among them, see no peers and list themselves alone; all six work.")
        {
            Outages = [.. Enumerable.Range(0, 3).Select(node => new Outage(node, Fault.Isolated, 10, 45))],
        },

        new("Client pauses", "The client stands still for 2.5 s three times, as in a garbage collection; the nodes are well.")
        {
            Length = 45,
            Pauses = [(12, 2.5), (22, 2.5), (32, 2.5)],
        },

        new("Many small clients", "A hundred clients make three requests a second each; from 10 s to 25 s one node takes ten times as long.")
        {
            Clients = 100,
            Outages = [new(2, Fault.Slow, 10, 25)],
        },

        new("Many small clients, black hole", "A hundred clients make three requests a second each; from 10 s to 25 s one node answers nothing.")
        {
            Clients = 100,
            Outages = [new(2, Fault.Silent, 10, 25)],
        },

        new("Datacenter lost", "Three nodes are near, three are 20 ms away; from 10 s to 25 s the near ones answer nothing.")
        {
            Datacenters = [3, 3],
            Outages = [.. Enumerable.Range(0, 3).Select(node => new Outage(node, Fault.Silent, 10, 25))],
        },
    ];
}
