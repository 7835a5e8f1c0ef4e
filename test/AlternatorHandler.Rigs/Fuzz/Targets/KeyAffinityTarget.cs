using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AlternatorHandler.Affinity;
using AlternatorHandler.Affinity.Ordering;
using AlternatorHandler.Protocol;
using AlternatorHandler.Rigs.Fuzz.Oracles;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>The partition key in a request: a wrong one sends it to another node than all other clients would.</summary>
internal sealed class KeyAffinityTarget : IFuzzTarget, IPartitionKeyNames
{
    private const int Nodes = 5;
    private const int MaxDepth = 128;

    private static readonly string[] Operations = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

    public string Name => "KeyAffinity";

    public IReadOnlyList<string> Words { get; } =
        ["\"TableName\":\"orders\"", "\"Item\":{", "\"Key\":{", "\"id\":", "{\"S\":\"x\"}", "{\"N\":\"1\"}", "{\"B\":\"AQI=\"}", "\"RequestItems\":{", "\"orders\":[", "\"PutRequest\":{", "\"DeleteRequest\":{", "\"ReturnValues\":\"ALL_OLD\"", "\"\\u0069d\"", "="];

    public bool Read(byte[] input)
    {
        var isUnderstood = false;
        foreach (var operation in Operations)
        {
            var any = Hashes(operation, input, AlternatorKeyAffinityMode.AnyWrite);
            var readModifyWrite = operation == "BatchWriteItem" ? null : Hashes(operation, input, AlternatorKeyAffinityMode.ReadModifyWrite);
            BrokenRuleException.ThrowIf(readModifyWrite is not null && any?.SequenceEqual(readModifyWrite) != true, "The modes disagree on the key.");
            if (operation != "BatchWriteItem" && Utf8.IsValid(input))
            {
                Compare(operation, input, any);
            }

            isUnderstood |= any is not null;
        }

        return isUnderstood;
    }

    public bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName)
    {
        keyName = "id"u8;
        return table.SequenceEqual("orders"u8);
    }

    public void ReportUnknown(ReadOnlySpan<byte> table)
    {
    }

    private long[]? Hashes(string operation, byte[] input, AlternatorKeyAffinityMode mode)
    {
        if (!OperationBodyScanner.TryGetPreferred(Operation.FromName(operation), input, this, mode, out var request))
        {
            return null;
        }

        var hashes = request.Hashes.ToArray();
        var seen = 0;
        foreach (var node in request.GetOrder(Nodes))
        {
            seen |= 1 << node;
        }

        BrokenRuleException.ThrowIf(hashes.Length == 0 || seen != (1 << Nodes) - 1, "Not an order of all nodes.");
        return hashes;
    }

    private static void Compare(string operation, byte[] input, long[]? actual)
    {
        using var document = JsonOracle.Parse(input, MaxDepth);
        if (document is not null && Expected(operation, document.RootElement) is var (isCertain, hash) && isCertain)
        {
            BrokenRuleException.ThrowIf(actual is null ? hash is not null : actual.Length != 1 || actual[0] != hash, $"Another key of a {operation} than the document has.");
        }
    }

    private static (bool IsCertain, long? Hash) Expected(string operation, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (true, null);
        }

        if (JsonOracle.MembersOf(root) is not { } members)
        {
            return default;
        }

        var table = members.Find(member => member.Name == "TableName").Value;
        var attributes = members.Find(member => member.Name == (operation == "PutItem" ? "Item" : "Key")).Value;
        if (table.ValueKind != JsonValueKind.String || attributes.ValueKind != JsonValueKind.Object)
        {
            return (true, null);
        }

        if (JsonOracle.TextOf(table) is not { } tableName || JsonOracle.MembersOf(attributes) is not { } all)
        {
            return default;
        }

        var key = all.Find(member => member.Name == "id").Value;
        if (tableName != "orders" || key.ValueKind != JsonValueKind.Object)
        {
            return (true, null);
        }

        return JsonOracle.MembersOf(key) is not { } typed ? default
            : typed is not [var (type, value)] || value.ValueKind != JsonValueKind.String ? (true, null)
            : JsonOracle.TextOf(value) is not { } text ? default
            : HashOf(type, text);
    }

    private static (bool IsCertain, long? Hash) HashOf(string type, string text) => type switch
    {
        "S" => (true, PartitionKeyHash.FromString(Encoding.UTF8.GetBytes(text))),
        "N" => (true, PartitionKeyHash.FromNumber(Encoding.UTF8.GetBytes(text))),

        // Whether the bits that stand for nothing must be zero is a matter of opinion: no client writes others.
        "B" when BytesOf(text) is { } bytes => (Convert.ToBase64String(bytes) == text, PartitionKeyHash.FromBinary(bytes)),
        _ => (true, null),
    };

    private static byte[]? BytesOf(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
