using AlternatorHandler.Nodes;

namespace AlternatorHandler.UnitTests.Nodes;

public sealed class ServerErrorRateTests
{
    [Test]
    public void The_rate_goes_towards_the_share_of_recent_answers()
    {
        var rate = new ServerErrorRate();

        for (var i = 0; i < 200; i++)
        {
            rate.Record(isServerError: i % 2 == 0);
        }

        Assert.That(rate.Value, Is.EqualTo(0.5).Within(0.05));
    }

    [Test]
    public void A_single_error_is_forgotten()
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
