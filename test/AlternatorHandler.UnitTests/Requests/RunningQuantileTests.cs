using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RunningQuantileTests
{
    [TestCase(0.5, 50)]
    [TestCase(0.95, 95)]
    public void The_estimate_settles_where_that_share_of_the_samples_lies_below(double quantile, int expected)
    {
        var random = new Random(1);
        var estimate = new RunningQuantile(quantile, 500.Milliseconds());

        for (var i = 0; i < 5_000; i++)
        {
            estimate.Record((100 * random.NextDouble()).Milliseconds());
        }

        Assert.That(estimate.Value.TotalMilliseconds, Is.EqualTo(expected).Within(15).Percent);
    }

    [Test]
    public void Before_any_sample_the_estimate_is_its_initial_value() => Assert.That(new RunningQuantile(0.95, 500.Milliseconds()).Value, Is.EqualTo(500.Milliseconds()));

    [Test]
    public void A_tenfold_change_is_followed_within_some_hundred_samples_from_nothing_as_well()
    {
        var estimate = new RunningQuantile(0.95, 1.Milliseconds());
        for (var i = 0; i < 100_000; i++)
        {
            estimate.Record(TimeSpan.Zero);
        }

        Assert.That(estimate.Value, Is.EqualTo(TimeSpan.FromTicks(1)));
        for (var i = 0; i < 300; i++)
        {
            estimate.Record(10.Milliseconds());
        }

        Assert.That(estimate.Value.TotalMilliseconds, Is.EqualTo(10).Within(10).Percent);
    }
}
