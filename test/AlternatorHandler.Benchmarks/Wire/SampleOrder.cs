using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Benchmarks.Wire;

/// <summary>An item such as shops keep: a third of its attributes are numbers, a third identifiers, a third sentences.</summary>
internal static class SampleOrder
{
    public const string Table = "orders";

    private static readonly string[] Words =
        "order customer delivered pending street amount total shipped invoice berlin paris copper silver garden window monday winter reason number library".Split(' ');

    public static Dictionary<string, AttributeValue> Key(string id) => new() { ["customer"] = new("customer-17"), ["id"] = new(id) };

    /// <summary>Makes an item whose JSON has at least so many bytes. The same ones each time for an id and a size.</summary>
    public static Dictionary<string, AttributeValue> Of(string id, int size)
    {
        var random = new Random(size + id.Sum(c => c));
        var item = new Dictionary<string, AttributeValue>(Key(id));
        for (var (i, length) = (0, 0); length < size; i++)
        {
            var value = (i % 3) switch
            {
                0 => new AttributeValue { N = random.Next().ToString(CultureInfo.InvariantCulture) },
                1 => new AttributeValue(Identifier(random)),
                _ => new AttributeValue(string.Join(' ', random.GetItems(Words, 12))),
            };
            item[$"attribute{i}"] = value;
            length += JsonSerializer.Serialize(new Dictionary<string, object> { [$"attribute{i}"] = new { S = value.S ?? value.N } }).Length - 1;
        }

        return item;
    }

    private static string Identifier(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
