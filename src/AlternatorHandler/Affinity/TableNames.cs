using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>The tables that a write names.</summary>
internal static class TableNames
{
    public static IReadOnlyList<string> Parse(ReadOnlySpan<byte> body)
    {
        var tables = new List<string>();
        try
        {
            var reader = OperationBodyScanner.ReaderOf(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("TableName"u8))
                {
                    reader.Read();
                    tables.Add(reader.GetString() ?? string.Empty);
                    continue;
                }

                var isBatch = reader.ValueTextEquals("RequestItems"u8);
                reader.Read();
                if (!isBatch || reader.TokenType != JsonTokenType.StartObject)
                {
                    reader.Skip();
                    continue;
                }

                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    tables.Add(reader.GetString()!);
                    reader.Read();
                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What was found up to here is something.
        }

        return tables;
    }
}
