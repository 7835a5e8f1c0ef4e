using AlternatorHandler.Affinity.Ordering;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class GoRandomTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(int.MaxValue)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    public void Draws_computed_one_by_one_equal_those_of_the_full_generator(long seed) => Assert.That(DrawsAgree(seed));

    [Test]
    public void Draws_computed_one_by_one_equal_those_of_the_full_generator_for_any_seed()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), DrawsAgree).QuickCheckThrowOnFailure();
    }

    [TestCase(long.MaxValue, 1)]
    [TestCase(int.MaxValue, 0)]
    [TestCase(-1, int.MaxValue - 1)]
    public void Seeds_that_are_equal_modulo_2_31_minus_1_give_the_same_draws(long seed, long same)
    {
        Assert.That(new GoRandom(seed).Next(), Is.EqualTo(new GoRandom(same).Next()));
    }

    [Test]
    public void A_bounded_draw_stays_within_its_bounds()
    {
        Prop.ForAll<long, PositiveInt>((seed, bound) => new GoRandom(seed).Intn(bound.Get) is var drawn && drawn >= 0 && drawn < bound.Get)
            .QuickCheckThrowOnFailure();
    }

    // With a bound just above 2^30, almost half of all draws are repeated.
    [Test]
    public void A_draw_that_would_bias_the_result_is_repeated()
    {
        const int Bound = (1 << 30) + 1;
        int redrawn = 0;
        for (long seed = 1; seed <= 100; seed++)
        {
            var reference = new GoRandomSource(LehmerGenerator.GetStart(seed));
            long number = (long)(reference.Next() >> 32) & int.MaxValue;
            while (number >= Bound)
            {
                redrawn++;
                number = (long)(reference.Next() >> 32) & int.MaxValue;
            }

            Assert.That(new GoRandom(seed).Intn(Bound), Is.EqualTo(number), $"seed {seed}");
        }

        Assert.That(redrawn, Is.GreaterThan(50));
    }

    private static bool DrawsAgree(long seed)
    {
        var source = new GoRandomSource(LehmerGenerator.GetStart(seed));
        var random = new GoRandom(seed);
        for (int i = 0; i < 700; i++)
        {
            if (random.Next() != source.Next())
            {
                return false;
            }
        }

        return true;
    }
}
