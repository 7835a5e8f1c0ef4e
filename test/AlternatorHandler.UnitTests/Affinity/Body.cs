namespace AlternatorHandler.UnitTests.Affinity;

/// <summary>Creates request bodies from the JSON of their attributes.</summary>
internal static class Body
{
    public static string Object(IEnumerable<string> members) => "{" + string.Join(',', members.Where(member => member.Length > 0)) + "}";

    public static string Put(string attributes, string table = "orders") => Object([Member("Item", "{" + attributes + "}"), Member("TableName", $"\"{table}\"")]);

    public static string Delete(string attributes, string table = "orders") => Object([Member("TableName", $"\"{table}\""), Member("Key", "{" + attributes + "}")]);

    public static string Batch(params (string Table, string Write)[] writes) =>
        Object([Member("RequestItems", Object(writes.GroupBy(w => w.Table).Select(table => Member(table.Key, $"[{string.Join(',', table.Select(w => w.Write))}]"))))]);

    public static string PutRequest(string attributes) => Object([Member("PutRequest", Object([Member("Item", "{" + attributes + "}")]))]);

    public static string DeleteRequest(string attributes) => Object([Member("DeleteRequest", Object([Member("Key", "{" + attributes + "}")]))]);

    public static string S(string name, string value) => Member(name, Object([Member("S", $"\"{value}\"")]));

    public static string Member(string name, string value) => $"\"{name}\":{value}";
}
