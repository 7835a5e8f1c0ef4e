using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class AttemptDeadlineTests
{
    [TestCase(10, 30, 10, false)]
    [TestCase(10, 10, 10, false, Description = "the total timeout equals the attempt timeout")]
    [TestCase(10, 9.99, 9.99, false)]
    [TestCase(10, 5, 5, false)]
    [TestCase(10, 4.99, 4.99, true)]
    [TestCase(10, 0.001, 0.001, true)]
    [TestCase(10, 0, 0, true)]
    [TestCase(10, -3, 0, true)]
    public void A_deadline_ends_with_the_request_and_is_truncated_below_half_of_the_timeout(double timeout, double remaining, double limit, bool isTruncated) =>
        Assert.That(AttemptDeadline.Create(timeout.Seconds(), remaining.Seconds()), Is.EqualTo(new AttemptDeadline(limit.Seconds(), isTruncated)));
}
