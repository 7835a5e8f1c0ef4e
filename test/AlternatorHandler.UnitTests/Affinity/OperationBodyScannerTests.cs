using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AlternatorHandler.UnitTests.Affinity;

public sealed class OperationBodyScannerTests
{
    private static readonly string[] Operations = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];

    private static readonly string[] Bodies =
    [
        """{"ConditionExpression":"a = :b","Item":{"data":{"M":{"n":{"N":"1"},"l":{"L":[{"S":"x"},{"BOOL":true}]}}},"id":{"S":"h\u00e9llo"}},"TableName":"orders"}""",
        """{"AttributeUpdates":{"a":{"Action":"ADD","Value":{"N":"1"}}},"Expected":{"a":{"Exists":false}},"Key":{"id":{"B":"AQIDBA=="}},"ReturnValues":"ALL_OLD","TableName":"orders"}""",
        """{"RequestItems":{"orders":[{"PutRequest":{"Item":{"id":{"S":"x"},"l":{"L":[]}}}},{"DeleteRequest":{"Key":{"id":{"N":"42"}}}}],"\u0061udit":[{"PutRequest":{"Item":{"who":{"S":"y"}}}}]}}""",
    ];

    private static readonly byte[][] Fragments =
    [
        .. ((string[])["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "1e", "/*", "\"S\":", "\"id\":", "\"TableName\":\"orders\"", "\"Item\":{"])
            .Select(Encoding.ASCII.GetBytes),
        [0x00], [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf],
    ];

    [Test]
    public void Scanning_random_bytes_never_throws()
    {
        Prop.ForAll<byte[]>(bytes =>
        {
            ScanAll(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Test]
    public void Scanning_a_mutated_body_never_throws()
    {
        Gen<(int At, int Removed, byte[] Inserted)> change =
            from at in Gen.Choose(0, 400)
            from removed in Gen.Choose(0, 8)
            from inserted in Gen.Elements(Fragments)
            select (at, removed, inserted);
        Gen<byte[]> mutated =
            from body in Gen.Elements(Bodies)
            from changes in change.ListOf(3)
            select changes.Aggregate(Encoding.UTF8.GetBytes(body), Mutate);
        Prop.ForAll(mutated.ToArbitrary(), ScanAll).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    [Test]
    public void Scanning_a_truncated_body_never_throws()
    {
        foreach (byte[] body in Bodies.Select(Encoding.UTF8.GetBytes))
        {
            for (int length = 0; length <= body.Length; length++)
            {
                ScanAll(body[..length]);
            }
        }
    }

    [Test]
    public void The_order_of_members_does_not_affect_the_hash()
    {
        string[] members = ["\"TableName\":\"orders\"", "\"ReturnValues\":\"NONE\"", "\"UpdateExpression\":\"ADD a :b\"", "\"ExpressionAttributeValues\":{\":b\":{\"N\":\"1\"}}"];
        string[] attributes = ["\"id\":{\"S\":\"hello\"}", "\"sort\":{\"N\":\"1\"}", "\"m\":{\"M\":{\"id\":{\"S\":\"not this\"}}}"];
        Gen<string> bodies =
            from shuffled in Gen.Shuffle(attributes)
            from all in Gen.Shuffle([.. members, $" \"Key\" : {{ {string.Join(" , ", shuffled)} }} "])
            from space in Gen.Elements("", " ", "\r\n\t")
            select $"{space}{{{space}{string.Join($",{space}", all)}{space}}}{space}";
        Prop.ForAll(bodies.ToArbitrary(), text => Scan.Hashes("UpdateItem", text, AlternatorKeyAffinityMode.ReadModifyWrite) is [8815023923555918238])
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Test]
    public void Escaped_text_has_the_same_hash_as_unescaped_text()
    {
        Prop.ForAll<NonNull<string>>(text =>
        {
            string value = new([.. text.Get.Where(c => !char.IsSurrogate(c))]);
            string escaped = string.Concat(value.Select(c => $"\\u{(int)c:x4}"));
            return Scan.Hashes("PutItem", Body.Put(Body.S("id", escaped))) is [var hash] && hash == Scan.HashString(value);
        }).QuickCheckThrowOnFailure();
    }

    private static void ScanAll(byte[] body)
    {
        foreach (string operation in Operations)
        {
            Scan.Hashes(operation, body, AlternatorKeyAffinityMode.AnyWrite);
            Scan.Hashes(operation, body, AlternatorKeyAffinityMode.ReadModifyWrite);
        }
    }

    private static byte[] Mutate(byte[] body, (int At, int Removed, byte[] Inserted) change)
    {
        int at = change.At % (body.Length + 1);
        int end = Math.Min(at + change.Removed, body.Length);
        return [.. body[..at], .. change.Inserted, .. body[end..]];
    }
}
