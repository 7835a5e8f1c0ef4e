using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RunningQuantileTests
{
    [TestCase(0.5, 50)]
    [TestCase(0.95, 95)]
    public void The_estimate_converges_to_the_quantile_of_the_samples(double quantile, int expected)
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
    public void Before_the_first_sample_the_estimate_is_the_initial_value() => Assert.That(new RunningQuantile(0.95, 500.Milliseconds()).Value, Is.EqualTo(500.Milliseconds()));

    [Test]
    public void The_estimate_follows_a_change_from_zero_within_300_samples()
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
