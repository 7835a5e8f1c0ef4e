using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Finds the tables that a write request names.</summary>
internal static class TableNames
{
    /// <summary>Parses the body of a write request.</summary>
    /// <returns>The names of the tables, as far as the body is valid JSON.</returns>
    public static IReadOnlyList<string> Parse(ReadOnlySpan<byte> body)
    {
        var tables = new List<string>();
        try
        {
            var reader = OperationBodyScanner.CreateReader(body);
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
            // The names before the invalid part are still useful.
        }

        return tables;
    }
}
