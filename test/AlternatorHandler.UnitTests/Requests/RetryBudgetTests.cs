using AlternatorHandler.Options;
using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class RetryBudgetTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void The_retry_budget_is_a_ratio_of_the_requests_plus_a_floor_per_second()
    {
        var budget = Budget(ratio: 0.2, floor: 10);
        Request(budget, 1_000);

        Assert.That(Retries(budget), Is.EqualTo(200 + 100));
    }

    [TestCase(0, 0, 0)]
    [TestCase(0, 3, 30)]
    [TestCase(0.5, 0, 500)]
    [TestCase(10, 0, 10_000)]
    public void The_ratio_and_the_floor_of_the_retry_budget_also_work_alone(double ratio, int floor, int expected)
    {
        var budget = Budget(ratio, floor);
        Request(budget, 1_000);

        Assert.That(Retries(budget), Is.EqualTo(expected));
    }

    [Test]
    public void A_full_outage_increases_the_load_by_at_most_the_budget_ratio()
    {
        var budget = Budget(ratio: 0.2, floor: 0);
        var sent = 0;
        for (var i = 0; i < 1_000; i++)
        {
            Request(budget, 1);
            sent++;
            for (var attempt = 1; attempt < 4 && budget.TryConsume(_time.GetTimestamp()); attempt++)
            {
                sent++;
            }
        }

        Assert.That(sent, Is.InRange(1_190, 1_200));
    }

    [Test]
    public void The_retry_budget_counts_only_the_last_ten_seconds()
    {
        var budget = Budget(ratio: 0.2, floor: 0);
        Request(budget, 100);
        Assert.That(Retries(budget), Is.EqualTo(20));

        _time.Advance(5.Seconds());
        Request(budget, 50);
        Assert.That(Retries(budget), Is.EqualTo(10));

        // The first hundred requests and their retries no longer count. The fifty requests remain, and their ten retries are spent.
        _time.Advance(5.Seconds());
        Assert.That(Retries(budget), Is.Zero);

        _time.Advance(5.Seconds());
        Request(budget, 10);
        Assert.That(Retries(budget), Is.EqualTo(2));
    }

    [Test]
    public void A_long_pause_resets_the_retry_budget()
    {
        var budget = Budget(ratio: 1, floor: 0);
        Request(budget, 100);

        foreach (var pause in new[] { 10, 100, 86_400, 10_000_000 })
        {
            _time.Advance(pause.Seconds());
            Assert.That(Retries(budget), Is.Zero, $"after {pause} s");
            Request(budget, 3);
            Assert.That(Retries(budget), Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Concurrent_requests_are_all_counted_and_overdraw_the_budget_by_at_most_one_each()
    {
        const int Threads = 8;
        const int Each = 5_000;
        var budget = Budget(ratio: 0.2, floor: 0);
        var now = _time.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                budget.RecordRequest(now);
            }
        })));
        var retries = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Enumerable.Range(0, Each).Count(_ => budget.TryConsume(now)))));

        Assert.That(retries.Sum(), Is.InRange(Threads * Each / 5, (Threads * Each / 5) + Threads));
    }

    private RetryBudget Budget(double ratio, int floor) => new(new LiveOptions(new() { Retry = new() { BudgetRatio = ratio, BudgetFloorPerSecond = floor } }), _time);

    private void Request(RetryBudget budget, int count)
    {
        for (var i = 0; i < count; i++)
        {
            budget.RecordRequest(_time.GetTimestamp());
        }
    }

    private int Retries(RetryBudget budget)
    {
        var count = 0;
        while (count < 100_000 && budget.TryConsume(_time.GetTimestamp()))
        {
            count++;
        }

        return count;
    }
}
