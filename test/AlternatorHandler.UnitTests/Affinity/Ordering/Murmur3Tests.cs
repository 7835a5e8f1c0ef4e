using System.Text;
using AlternatorHandler.Affinity.Ordering;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

public sealed class Murmur3Tests
{
    // The test suites of ScyllaDB's Alternator clients share these values.
    [TestCase("", 0L)]
    [TestCase("01", 8849112093580131862L)]
    [TestCase("68656C6C6F", -3758069500696749310L)]
    [TestCase("0168656C6C6F", 8815023923555918238L)]
    [TestCase("74657374", unchecked((long)0xac7d28cc74bde19d))]
    [TestCase("757365725F313233", 0x104832bf621f0137L)]
    [TestCase("30313233343536373839616263646566", 0x4be06d94cf4ad1a7L)]
    [TestCase("FF807F00", 0x3408b0fbe4cb130cL)]

    // "The quick brown fox jumps over the lazy dog": two blocks and a part of a third, the first half of the published MurmurHash3_x64_128 with seed 0.
    [TestCase("54686520717569636B2062726F776E20666F78206A756D7073206F76657220746865206C617A7920646F67", unchecked((long)0xe34bbc7bbc071b6c))]
    public void Bytes_have_the_same_hash_as_in_the_official_clients(string hex, long expected)
    {
        Assert.That(Murmur3.Hash(Convert.FromHexString(hex)), Is.EqualTo(expected));
    }

    [Test]
    public void A_slice_of_bytes_has_the_same_hash_as_its_copy()
    {
        Assert.That(Murmur3.Hash("prefixHELLOsuffix"u8.Slice(6, 5)), Is.EqualTo(Murmur3.Hash("HELLO"u8)));
    }

    [TestCase("")]
    [TestCase("a")]
    [TestCase("ab")]
    [TestCase("abc")]
    [TestCase("abcd")]
    [TestCase("abcde")]
    [TestCase("0123456789abcdef")]
    [TestCase("The quick brown fox jumps over the lazy dog")]
    public void Text_in_pieces_has_the_same_hash_as_the_whole(string text)
    {
        byte[] data = Encoding.UTF8.GetBytes(text);
        for (int piece = 1; piece <= data.Length + 1; piece++)
        {
            Assert.That(InPieces(data, piece), Is.EqualTo(Murmur3.Hash(data)), $"in pieces of {piece}");
        }
    }

    [Test]
    public void Random_bytes_in_pieces_have_the_same_hash_as_the_whole()
    {
        Prop.ForAll<byte[], PositiveInt>((data, piece) => InPieces(data, piece.Get) == Murmur3.Hash(data)).QuickCheckThrowOnFailure();
    }

    private static long InPieces(byte[] data, int size)
    {
        var murmur = new Murmur3();
        foreach (byte[] piece in data.Chunk(size))
        {
            murmur.Append(piece);
        }

        return murmur.Finish();
    }
}
