using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Reliability.Drills;

/// <summary>A cluster under load, and an operator's verbs.</summary>
internal sealed class DrillStage(AlternatorTestCluster cluster, IAlternatorCluster seenByClient, double timeScale)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public AlternatorTestCluster Cluster => cluster;

    /// <summary>Lets time pass: so many seconds of a real cluster's.</summary>
    public Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds * timeScale), TimeProvider.System);

    /// <summary>Waits until the client has a node in service.</summary>
    public Task InServiceAsync(AlternatorTestNode node) =>
        Eventually.TrueAsync(() => StateOf(node) is AlternatorNodeState.Up or AlternatorNodeState.Probation, Patience, what: $"{node} serves");

    /// <summary>Waits until the client has forgotten a node.</summary>
    public Task ForgottenAsync(AlternatorTestNode node) => Eventually.TrueAsync(() => StateOf(node) is null, Patience, what: $"{node} is forgotten");

    /// <summary>Waits until a node has been asked for so many operations since now.</summary>
    public static Task WorkedAsync(AlternatorTestNode node, int operations)
    {
        var wanted = node.RequestCount + operations;
        return Eventually.TrueAsync(() => node.RequestCount >= wanted, Patience, what: $"{node} works");
    }

    private AlternatorNodeState? StateOf(AlternatorTestNode node) => seenByClient.Nodes.FirstOrDefault(status => status.Address.Host == node.Host)?.State;
}
