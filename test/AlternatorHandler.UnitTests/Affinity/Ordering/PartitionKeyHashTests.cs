using System.Text;
using AlternatorHandler.Affinity.Ordering;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity.Ordering;

// The test suites of ScyllaDB's Alternator clients share the expected values.
public sealed class PartitionKeyHashTests
{
    [TestCase("hello", 8815023923555918238L)]
    [TestCase("", 8849112093580131862L)]
    [TestCase("user_123", -4025731529809423594L)]
    [TestCase("こんにちは", -8746014667889746860L)]
    [TestCase("12345", -6122888897254035317L)]
    public void A_string_key_has_the_same_hash_as_in_the_official_clients(string value, long expected)
    {
        Assert.That(PartitionKeyHash.FromString(Encoding.UTF8.GetBytes(value)), Is.EqualTo(expected));
    }

    [TestCase("12345", -3190731486301745196L)]
    [TestCase("42", -5061732451827723051L)]
    [TestCase("-12345", 2496798676881075539L)]
    [TestCase("3.14159", 2139945193071104172L)]
    [TestCase("1.23E10", -8571981415737439826L)]
    public void A_number_key_has_the_same_hash_as_in_the_official_clients(string value, long expected)
    {
        Assert.That(PartitionKeyHash.FromNumber(Encoding.UTF8.GetBytes(value)), Is.EqualTo(expected));
    }

    [TestCase("3132333435", -3752463870508600385L)]
    [TestCase("010203", 5026299041734804437L)]
    [TestCase("", 8244620721157455449L)]
    [TestCase("FF0080", 14533934253577680L)]
    public void A_binary_key_has_the_same_hash_as_in_the_official_clients(string hex, long expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.That(PartitionKeyHash.FromBinary(bytes), Is.EqualTo(expected));
        Assert.That(PartitionKeyHash.TryFromBase64(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), out long hash));
        Assert.That(hash, Is.EqualTo(expected));
    }

    [Test]
    public void Base64_of_any_length_has_the_same_hash_as_its_bytes()
    {
        foreach (int length in (int[])[1, 2, 3, 143, 144, 145, 191, 192, 193, 384, 385, 2048, 65536])
        {
            byte[] bytes = new byte[length];
            new System.Random(length).NextBytes(bytes);
            Assert.That(PartitionKeyHash.TryFromBase64(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), out long hash), $"{length} bytes");
            Assert.That(hash, Is.EqualTo(PartitionKeyHash.FromBinary(bytes)), $"{length} bytes");
        }
    }

    [TestCase("A")]
    [TestCase("AB=")]
    [TestCase("A===")]
    [TestCase("AQID!")]
    [TestCase("AQ==AQID")]
    public void Invalid_base64_has_no_hash(string text)
    {
        Assert.That(PartitionKeyHash.TryFromBase64(Encoding.ASCII.GetBytes(text), out _), Is.False);
    }

    [Test]
    public void Hashing_random_text_as_base64_terminates()
    {
        Gen<byte[]> text = Gen.Elements("AZaz09+/= \n!"u8.ToArray()).ArrayOf().Resize(600);
        Prop.ForAll(text.ToArbitrary(), bytes => PartitionKeyHash.TryFromBase64(bytes, out _) || true).QuickCheckThrowOnFailure();

        Assert.That(PartitionKeyHash.TryFromBase64(Encoding.ASCII.GetBytes(new string(' ', 5000) + "AQID"), out long hash));
        Assert.That(hash, Is.EqualTo(PartitionKeyHash.FromBinary([1, 2, 3])));
    }
}
