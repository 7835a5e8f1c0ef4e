using AlternatorHandler.Requests;

namespace AlternatorHandler.UnitTests.Requests;

public sealed class HedgeBudgetTests
{
    [Test]
    public void Hedges_are_limited_to_a_ratio_of_the_reads_and_rejected_hedges_cost_nothing()
    {
        var budget = new HedgeBudget(0.05);
        Read(budget, 100);
        Assert.That(Hedges(budget, 50), Is.EqualTo(5));

        Read(budget, 20);
        Assert.That(Hedges(budget, 50), Is.EqualTo(1));
    }

    [TestCase(1.0)]
    [TestCase(0.5)]
    public void The_hedge_budget_accumulates_at_most_ten_hedges(double ratio)
    {
        var budget = new HedgeBudget(ratio);

        Read(budget, 1_000);

        Assert.That(Hedges(budget, 100), Is.EqualTo(10));
    }

    [Test]
    public void A_hedge_budget_with_a_ratio_of_zero_admits_no_hedge()
    {
        var budget = new HedgeBudget(0);

        Read(budget, 1_000);

        Assert.That(Hedges(budget, 10), Is.Zero);
    }

    private static void Read(HedgeBudget budget, int times)
    {
        for (var i = 0; i < times; i++)
        {
            budget.RecordRead();
        }
    }

    private static int Hedges(HedgeBudget budget, int times) => Enumerable.Range(0, times).Count(_ => budget.TryConsume());
}
