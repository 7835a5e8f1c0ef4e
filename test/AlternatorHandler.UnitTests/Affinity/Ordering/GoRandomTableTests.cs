using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class GoRandomTableTests
{
    [Test]
    public void The_table_is_the_state_of_the_generator_after_7800000000000_steps()
    {
        Assert.That(GoRandomTable.Values.ToArray(), Is.EqualTo(GoRandomTableDerivation.Derive(7_800_000_000_000)));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(606)]
    [TestCase(607)]
    [TestCase(5000)]
    public void Derivation_by_powers_gives_the_same_table_as_single_steps(int steps)
    {
        Assert.That(GoRandomTableDerivation.Derive(steps), Is.EqualTo(GoRandomTableDerivation.Step(steps)));
    }
}
