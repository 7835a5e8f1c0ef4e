using AlternatorHandler.Nodes;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class ServerErrorRateTests
{
    [Test]
    public void The_server_error_rate_approaches_the_ratio_of_recent_errors()
    {
        var rate = new ServerErrorRate();

        for (var i = 0; i < 200; i++)
        {
            rate.Record(isServerError: i % 2 == 0);
        }

        Assert.That(rate.Value, Is.EqualTo(0.5).Within(0.05));
    }

    [Test]
    public void The_rate_of_a_single_server_error_decays_to_zero()
    {
        var rate = new ServerErrorRate();
        rate.Record(isServerError: true);
        Assert.That(rate.Value, Is.EqualTo(1.0 / 16));

        for (var i = 0; i < 100; i++)
        {
            rate.Record(isServerError: false);
        }

        Assert.That(rate.Value, Is.Zero);
    }
}
