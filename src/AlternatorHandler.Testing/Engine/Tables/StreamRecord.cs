using System.Globalization;
using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents a change of an item.</summary>
internal sealed record StreamRecord(int Number, DateTimeOffset Time, MapValue Keys, MapValue? Before, MapValue? After, bool IsExpiration)
{
    /// <summary>Gets the sequence number as text, with at least the length that DynamoDB documents.</summary>
    public string SequenceNumber => FormatSequenceNumber(Number);

    public static string FormatSequenceNumber(int number) => number.ToString("D21", CultureInfo.InvariantCulture);

    public void Write(Utf8JsonWriter writer, ChangeStream stream)
    {
        writer.WriteStartObject();
        writer.WriteString("eventID", $"{stream.ShardId}:{SequenceNumber}");
        writer.WriteString("eventName", Before is null ? "INSERT" : After is null ? "REMOVE" : "MODIFY");
        writer.WriteString("eventVersion", "1.1");
        writer.WriteString("eventSource", "scylladb:alternator");
        writer.WriteStartObject("dynamodb");
        writer.WriteNumber("ApproximateCreationDateTime", Time.ToUnixTimeSeconds());
        writer.WriteItem("Keys", Keys);
        WriteImage(writer, "OldImage", Before, stream.ViewType);
        WriteImage(writer, "NewImage", After, stream.ViewType);
        writer.WriteString(nameof(SequenceNumber), SequenceNumber);
        writer.WriteString("StreamViewType", stream.ViewType);
        writer.WriteEndObject();
        if (IsExpiration)
        {
            writer.WriteStartObject("userIdentity");
            writer.WriteString("Type", "Service");
            writer.WriteString("PrincipalId", "dynamodb.amazonaws.com");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, string name, MapValue? image, string viewType)
    {
        var isIncluded = viewType == "NEW_AND_OLD_IMAGES" || (viewType, name) is ("NEW_IMAGE", "NewImage") or ("OLD_IMAGE", "OldImage");
        if (isIncluded && image is not null)
        {
            writer.WriteItem(name, image);
        }
    }
}
