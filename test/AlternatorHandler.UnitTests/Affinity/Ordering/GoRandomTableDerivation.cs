using System.Numerics;
using AlternatorHandler.Affinity.Ordering;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

/// <summary>Computes the table of Go's math/rand from its definition, without its 7.8e12 steps.</summary>
/// <remarks>
/// y[k] = y[k-607] + y[k-273], kept in cell (333-k) mod 607. A shift of the sequence by one is a multiplication by x modulo x^607 - x^334 - 1,
/// and a shift by n is a multiplication by x^n, which is computed by repeated squaring. All coefficients are modulo 2^64.
/// </remarks>
internal static class GoRandomTableDerivation
{
    private const int Length = 607;
    private const int Tap = 273;

    public static ulong[] Derive(long steps)
    {
        ulong[] jump = PowerOfX(steps);

        ulong[] cells = FirstCells();
        ulong[] sequence = new ulong[2 * Length];
        for (int i = 0; i < Length; i++)
        {
            sequence[i] = cells[GetCell(i - Length)];
        }

        for (int i = Length; i < sequence.Length; i++)
        {
            sequence[i] = sequence[i - Length] + sequence[i - Tap];
        }

        ulong[] table = new ulong[Length];
        for (int i = 0; i < Length; i++)
        {
            ulong value = 0;
            for (int power = 0; power < Length; power++)
            {
                value += jump[power] * sequence[power + i];
            }

            table[GetCell(steps - Length + i)] = value;
        }

        return table;
    }

    public static ulong[] Step(int steps)
    {
        ulong[] cells = FirstCells();
        for (int k = 0; k < steps; k++)
        {
            cells[GetCell(k)] += cells[GetCell(k - Tap)];
        }

        return cells;
    }

    private static ulong[] FirstCells()
    {
        uint x = 1;
        for (int i = 0; i < 20; i++)
        {
            x = LehmerGenerator.Next(x);
        }

        ulong[] cells = new ulong[Length];
        for (int i = 0; i < Length; i++)
        {
            uint a = LehmerGenerator.Next(x);
            uint b = LehmerGenerator.Next(a);
            x = LehmerGenerator.Next(b);
            cells[i] = ((ulong)a << 20) ^ ((ulong)b << 10) ^ x;
        }

        return cells;
    }

    private static long GetCell(long k) => (((333 - k) % Length) + Length) % Length;

    private static ulong[] PowerOfX(long exponent)
    {
        ulong[] power = new ulong[Length];
        power[0] = 1;
        for (int bit = BitOperations.Log2((ulong)exponent); bit >= 0; bit--)
        {
            power = Multiply(power, power);
            if (((exponent >> bit) & 1) != 0)
            {
                power = TimesX(power);
            }
        }

        return power;
    }

    private static ulong[] TimesX(ulong[] a)
    {
        ulong[] product = [0, .. a[..^1]];
        product[0] += a[^1];
        product[Length - Tap] += a[^1];
        return product;
    }

    private static ulong[] Multiply(ulong[] a, ulong[] b)
    {
        ulong[] product = new ulong[2 * Length];
        for (int i = 0; i < Length; i++)
        {
            for (int j = 0; j < Length; j++)
            {
                product[i + j] += a[i] * b[j];
            }
        }

        for (int i = product.Length - 1; i >= Length; i--)
        {
            product[i - Length] += product[i];
            product[i - Tap] += product[i];
        }

        return product[..Length];
    }
}
