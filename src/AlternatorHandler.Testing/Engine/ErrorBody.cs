namespace AlternatorHandler.Testing.Engine;

/// <summary>Creates the JSON of Alternator errors.</summary>
internal static class ErrorBody
{
    private const string TypePrefix = "com.amazonaws.dynamodb.v20120810#";

    public static byte[] Create(string type, string message) => Create(type, message, item: null);

    /// <summary>Creates the body of an error. The item that did not meet a condition is the first member, if the request requested it.</summary>
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
