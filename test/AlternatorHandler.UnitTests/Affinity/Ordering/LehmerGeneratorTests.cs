using AlternatorHandler.Affinity.Ordering;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class LehmerGeneratorTests
{
    [TestCase(LehmerGenerator.Modulus - 1, LehmerGenerator.Modulus - 1)]
    [TestCase(LehmerGenerator.Modulus - 1, 1u)]
    [TestCase(1u << 30, 2u)]
    [TestCase(1u, 1u)]
    public void A_product_is_reduced_by_the_modulus(uint a, uint b) => Assert.That(LehmerGenerator.Multiply(a, b), Is.EqualTo((uint)((ulong)a * b % LehmerGenerator.Modulus)));

    [Test]
    public void A_random_product_is_reduced_by_the_modulus()
    {
        var value = Gen.Choose(1, (int)LehmerGenerator.Modulus - 1).ToArbitrary();
        Prop.ForAll(value, value, (a, b) => LehmerGenerator.Multiply((uint)a, (uint)b) == (ulong)a * (ulong)b % LehmerGenerator.Modulus).QuickCheckThrowOnFailure();
    }

    [TestCase(1L, 1u)]
    [TestCase(-1L, LehmerGenerator.Modulus - 1)]
    [TestCase(0L, 89482311u)]
    [TestCase(2147483647L, 89482311u)]
    [TestCase(-2147483647L, 89482311u)]
    [TestCase(long.MaxValue, 1u)]
    [TestCase(long.MinValue, LehmerGenerator.Modulus - 2)]
    public void The_start_value_of_any_seed_is_below_the_modulus(long seed, uint expected) => Assert.That(LehmerGenerator.GetStart(seed), Is.EqualTo(expected));
}
