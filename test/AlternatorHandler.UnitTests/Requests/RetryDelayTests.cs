using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RetryDelayTests
{
    [Test]
    public void The_first_retry_on_another_node_is_immediate()
    {
        foreach (var kind in Enum.GetValues<AlternatorAttemptOutcome>().Where(kind => kind != AlternatorAttemptOutcome.Throttled))
        {
            Assert.That(RetryDelay.Get(kind, 0), Is.EqualTo(TimeSpan.Zero), kind.ToString());
        }
    }

    [TestCase(1, 25)]
    [TestCase(2, 50)]
    [TestCase(3, 100)]
    [TestCase(8, 3_200)]
    [TestCase(9, 5_000)]
    [TestCase(15, 5_000)]
    [TestCase(5_000, 5_000)]
    public void Later_retries_have_full_jitter_below_a_doubling_limit(int retry, int limit)
    {
        var delays = Enumerable.Range(0, 1_000).Select(_ => RetryDelay.Get(AlternatorAttemptOutcome.ConnectionLost, retry)).ToList();

        Assert.That(delays, Is.All.InRange(TimeSpan.Zero, limit.Milliseconds()));
        Assert.That(delays.Average(delay => delay.TotalMilliseconds), Is.EqualTo(limit / 2.0).Within(limit * 0.1));
    }

    [TestCase(0, 100)]
    [TestCase(1, 200)]
    [TestCase(5, 3_200)]
    [TestCase(6, 5_000)]
    [TestCase(5_000, 5_000)]
    public void A_throttled_request_waits_for_at_least_half_of_a_doubling_delay(int retry, int limit)
    {
        var delays = Enumerable.Range(0, 1_000).Select(_ => RetryDelay.Get(AlternatorAttemptOutcome.Throttled, retry)).ToList();

        Assert.That(delays, Is.All.InRange((limit / 2).Milliseconds(), limit.Milliseconds()));
        Assert.That(delays.Average(delay => delay.TotalMilliseconds), Is.EqualTo(limit * 0.75).Within(limit * 0.05));
    }
}
