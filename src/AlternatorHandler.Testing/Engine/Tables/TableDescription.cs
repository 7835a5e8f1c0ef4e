using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Writes the description of a table that the operations on tables return.</summary>
internal static class TableDescription
{
    public static void WriteTable(this Utf8JsonWriter writer, string name, StoredTable table, string status)
    {
        var definition = table.Definition;
        writer.WriteStartObject(name);
        writer.WriteString("TableName", definition.Name);
        writer.WriteString("TableStatus", status);
        writer.WriteString("TableArn", definition.Arn);
        writer.WriteString("TableId", definition.Id);
        writer.WriteNumber("CreationDateTime", definition.Created.ToUnixTimeMilliseconds() / 1000.0);
        writer.WriteKeySchema(definition.Keys);
        writer.WriteStartArray("AttributeDefinitions");
        foreach (var attribute in definition.Attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("AttributeName", attribute.Name);
            writer.WriteString("AttributeType", attribute.Type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteThroughput(writer, definition);
        if (definition.IsPayPerRequest)
        {
            writer.WriteStartObject("BillingModeSummary");
            writer.WriteString("BillingMode", "PAY_PER_REQUEST");
            writer.WriteNumber("LastUpdateToPayPerRequestDateTime", definition.Created.ToUnixTimeMilliseconds() / 1000.0);
            writer.WriteEndObject();
        }

        writer.WriteNumber("ItemCount", table.ItemCount);
        writer.WriteNumber("TableSizeBytes", table.Size);
        WriteIndexes(writer, "GlobalSecondaryIndexes", definition, isGlobal: true);
        WriteIndexes(writer, "LocalSecondaryIndexes", definition, isGlobal: false);
        if (table.EnabledStream is { } stream)
        {
            writer.WriteString("LatestStreamArn", stream.Arn);
            writer.WriteString("LatestStreamLabel", stream.Label);
            writer.WriteStartObject("StreamSpecification");
            writer.WriteBoolean("StreamEnabled", true);
            writer.WriteString("StreamViewType", stream.ViewType);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteKeySchema(this Utf8JsonWriter writer, KeySchema keys)
    {
        writer.WriteStartArray("KeySchema");
        foreach (var attribute in keys.Attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("AttributeName", attribute.Name);
            writer.WriteString("KeyType", attribute == keys.Hash ? "HASH" : "RANGE");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteThroughput(Utf8JsonWriter writer, TableDefinition definition)
    {
        writer.WriteStartObject("ProvisionedThroughput");
        writer.WriteNumber("NumberOfDecreasesToday", 0);
        writer.WriteNumber("ReadCapacityUnits", definition.ReadCapacity);
        writer.WriteNumber("WriteCapacityUnits", definition.WriteCapacity);
        writer.WriteEndObject();
    }

    private static void WriteIndexes(Utf8JsonWriter writer, string name, TableDefinition definition, bool isGlobal)
    {
        var indexes = definition.Indexes.Where(index => index.IsGlobal == isGlobal).ToList();
        if (indexes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var index in indexes)
        {
            writer.WriteStartObject();
            writer.WriteString("IndexName", index.Name);
            writer.WriteString("IndexArn", $"{definition.Arn}/index/{index.Name}");
            writer.WriteKeySchema(index.Keys);
            writer.WriteStartObject("Projection");
            writer.WriteString("ProjectionType", index.ProjectionType);
            if (index.IncludedAttributes.Count > 0)
            {
                writer.WriteStartArray("NonKeyAttributes");
                foreach (var attribute in index.IncludedAttributes)
                {
                    writer.WriteStringValue(attribute);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            if (isGlobal)
            {
                writer.WriteString("IndexStatus", "ACTIVE");
                WriteThroughput(writer, definition);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
