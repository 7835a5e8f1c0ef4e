namespace AlternatorHandler.FunctionalTests.Network;

public sealed class LostHostTests : NetworkTest
{
    [Test]
    public async Task Pooled_connections_to_a_host_that_was_replaced_without_a_word_fail_no_operation([Values] bool underLoad)
    {
        await using var cluster = await NetworkCluster.StartAsync();
        using var measurement = new Measurement();
        await using var client = ClientOf(cluster);
        var before = Load(client);
        await WarmUpAsync(client, cluster, before);
        if (!underLoad)
        {
            await before.StopAsync();
        }

        await cluster[1].ReplaceHostAsync();

        measurement.Restart();
        await using var load = Load(client);
        await Eventually.TrueAsync(() => IsIn(client, cluster[1], AlternatorNodeState.Up), within: 60.Seconds());
        var back = measurement.Elapsed + await ShareIsBackAsync(cluster, cluster[1], measurement, load, within: 60.Seconds());
        await load.StopAsync();
        await before.DisposeAsync();

        Measurement.Report($"host replaced, {(underLoad ? "under load" : "idle")}, during", before);
        Measurement.Report($"host replaced, {(underLoad ? "under load" : "idle")}, afterwards", load, ("half of its share after", back));
        Assert.That(before.Failures.Concat(load.Failures), Is.Empty);
        Assert.That(new[] { before.Longest, load.Longest }, Is.All.LessThan(6.Seconds()));
    }
}
