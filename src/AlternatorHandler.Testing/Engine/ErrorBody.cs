namespace AlternatorHandler.Testing.Engine;

/// <summary>The JSON of an Alternator error.</summary>
internal static class ErrorBody
{
    private const string TypePrefix = "com.amazonaws.dynamodb.v20120810#";

    public static byte[] Create(string type, string message) => Create(type, message, item: null);

    /// <summary>Creates the body with the item that failed a condition, for a request that asked for it. Alternator writes it first.</summary>
    public static byte[] Create(string type, string message, MapValue? item) => WireJson.Write(writer =>
    {
        writer.WriteStartObject();
        if (item is not null)
        {
            writer.WriteItem("Item", item);
        }

        writer.WriteString("__type", TypePrefix + type);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });
}
