namespace AlternatorHandler.UnitTests.Affinity;

/// <summary>Request bodies from the text of their attributes.</summary>
internal static class Body
{
    public static string Of(IEnumerable<string> members) => "{" + string.Join(',', members.Where(member => member.Length > 0)) + "}";

    public static string Put(string attributes, string table = "orders") => Of([Member("Item", "{" + attributes + "}"), Member("TableName", $"\"{table}\"")]);

    public static string Delete(string attributes, string table = "orders") => Of([Member("TableName", $"\"{table}\""), Member("Key", "{" + attributes + "}")]);

    public static string Batch(params (string Table, string Write)[] writes) =>
        Of([Member("RequestItems", Of(writes.GroupBy(w => w.Table).Select(table => Member(table.Key, $"[{string.Join(',', table.Select(w => w.Write))}]"))))]);

    public static string PutRequest(string attributes) => Of([Member("PutRequest", Of([Member("Item", "{" + attributes + "}")]))]);

    public static string DeleteRequest(string attributes) => Of([Member("DeleteRequest", Of([Member("Key", "{" + attributes + "}")]))]);

    public static string S(string name, string value) => Member(name, Of([Member("S", $"\"{value}\"")]));

    public static string Member(string name, string value) => $"\"{name}\":{value}";
}
