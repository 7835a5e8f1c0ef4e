using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Resilience;

public sealed class AttemptTimeTests
{
    [TestCase(10, 30, 10, false)]
    [TestCase(10, 10, 10, false, Description = "the only attempt of a request whose total is that of one attempt")]
    [TestCase(10, 9.99, 9.99, false)]
    [TestCase(10, 5, 5, false)]
    [TestCase(10, 4.99, 4.99, true)]
    [TestCase(10, 0.001, 0.001, true)]
    [TestCase(10, 0, 0, true)]
    [TestCase(10, -3, 0, true)]
    public void An_attempt_that_ends_with_the_request_before_half_of_its_time_proves_nothing(double granted, double left, double limit, bool isShort) =>
        Assert.That(AttemptTime.Of(granted.Seconds(), left.Seconds()), Is.EqualTo(new AttemptTime(limit.Seconds(), isShort)));
}
