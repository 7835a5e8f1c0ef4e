namespace AlternatorHandler.FunctionalTests.Network;

public sealed class BadLinkTests : NetworkTest
{
    [Test]
    public async Task A_node_that_loses_a_third_of_its_packets_fails_no_operation_and_is_spared()
    {
        await using var cluster = await NetworkCluster.StartAsync();
        using var measurement = new Measurement();
        await using var client = ClientOf(cluster);
        await using var load = Load(client);
        await WarmUpAsync(client, cluster, load);

        await cluster[1].Cable.LoseAsync(Direction.Both, 0.3);
        measurement.Restart();
        await SparedAsync("30% of packets lost", cluster, measurement, client, load);
        await cluster[1].Cable.HealAsync();
        await BackAsync("30% of packets lost", cluster, measurement, load, longest: 20.Seconds());
    }

    [Test]
    public async Task A_node_200_ms_away_fails_no_operation_and_is_spared()
    {
        if (!File.Exists(TunDevice.ControlFile))
        {
            Assert.Ignore($"There is no {TunDevice.ControlFile} to delay packets with.");
        }

        await using var cluster = await NetworkCluster.StartAsync(longLink: 1);
        using var measurement = new Measurement();
        await using var client = ClientOf(cluster);
        await using var load = Load(client);
        await WarmUpAsync(client, cluster, load);

        cluster[1].LongCable.RoundTrip = 200.Milliseconds();
        measurement.Restart();
        await SparedAsync("200 ms away", cluster, measurement, client, load);
        cluster[1].LongCable.RoundTrip = TimeSpan.Zero;
        await BackAsync("200 ms away", cluster, measurement, load, longest: 5.Seconds());
    }

    private static async Task SparedAsync(string what, NetworkCluster cluster, Measurement measurement, TestClient client, Workers load)
    {
        await Eventually.TrueAsync(() => measurement.HasDemoted(cluster[1]) || IsIn(client, cluster[1], AlternatorNodeState.Down), within: 30.Seconds());
        Measurement.Report(what, load, ("avoided after", measurement.Elapsed));
        measurement.Restart();
        await load.DoneAsync(5000, 120.Seconds());
        TestContext.Out.WriteLine($"{measurement.On(cluster[1])} of {measurement.All} attempts on it since");
        Assert.That(measurement.On(cluster[1]), Is.LessThan(measurement.All / 10));
    }

    private static async Task BackAsync(string what, NetworkCluster cluster, Measurement measurement, Workers load, TimeSpan longest)
    {
        // A node that is demoted again on its way back, by a busy machine perhaps, is spared for up to 64 s.
        var back = await ShareIsBackAsync(cluster, cluster[1], measurement, load, within: 180.Seconds());
        await load.StopAsync();
        Measurement.Report($"{what}, healed", load, ("half of its share after", back));
        Assert.That(load.Failures, Is.Empty);
        Assert.That(load.Longest, Is.LessThan(longest));
    }
}
