using AlternatorHandler.Testing;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.Lifetime;

public sealed class ManyClustersTests
{
    private const int Clusters = 50;

    [Test]
    public async Task Fifty_named_clusters_in_one_container_work_side_by_side_and_leave_nothing_behind()
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        var services = new ServiceCollection();
        string[] names = [.. Enumerable.Range(0, Clusters).Select(i => $"cluster-{i}")];
        foreach (var name in names)
        {
            services.AddAlternatorLoadBalancing(name, options => options.Seeds.Add(cluster.Addresses[0])).AddDynamoDBClient();
        }

        var provider = services.BuildServiceProvider();
        IAmazonDynamoDB[] clients = [.. names.Select(name => provider.GetRequiredKeyedService<IAmazonDynamoDB>(name))];
        IAlternatorCluster[] clusters = [.. names.Select(name => provider.GetRequiredKeyedService<IAlternatorCluster>(name))];
        await Orders.CreateAsync(clients[0]);
        await Workers.RunAsync(16, Clusters * 20, i => clients[i % Clusters].GetItemAsync(Orders.Get($"{i}")));

        // Each sees the failure for itself, and none by another's eyes.
        await Eventually.TrueAsync(() => clusters.All(one => one.Nodes.Count == 3 && one.Nodes.All(node => node.State == AlternatorNodeState.Up)), 30.Seconds());
        await cluster[1].KillAsync();

        // Until each has met the dead node: to which nodes some requests go is chance.
        await using (var load = Workers.Start(16, i => clients[i % (Clusters / 2)].GetItemAsync(Orders.Get($"{i}"))))
        {
            await Eventually.TrueAsync(() => clusters[..(Clusters / 2)].All(one => one.Nodes.Any(node => node.State == AlternatorNodeState.Down)), 30.Seconds());
        }

        var down = clusters.Select(one => one.Nodes.Count(node => node.State == AlternatorNodeState.Down)).ToArray();

        Assert.That(clusters.Select(one => one.Name), Is.EqualTo(names));
        Assert.That(down[..(Clusters / 2)], Is.All.EqualTo(1));
        Assert.That(cluster.Nodes.Sum(node => node.OpenConnections), Is.GreaterThanOrEqualTo(Clusters));
        await provider.DisposeAsync();
        await Eventually.TrueAsync(() => cluster.Nodes.All(node => node.OpenConnections == 0), 5.Seconds());
    }
}
