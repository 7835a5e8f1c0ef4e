using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class GoRandomTableTests
{
    [Test]
    public void The_table_is_the_state_after_its_number_of_steps()
    {
        Assert.That(GoRandomTable.Values.ToArray(), Is.EqualTo(GoRandomTableDerivation.Derive(7_800_000_000_000)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(606)]
    [TestCase(607)]
    [TestCase(5000)]
    public void Jumping_leads_where_stepping_leads(int steps)
    {
        Assert.That(GoRandomTableDerivation.Derive(steps), Is.EqualTo(GoRandomTableDerivation.Step(steps)));
    }
}
