using System.Text.Json;

namespace AlternatorHandler.Testing.Engine;

/// <summary>Enables or disables the time to live of a table's items.</summary>
internal sealed class UpdateTimeToLive(TableCatalog catalog) : IOperation
{
    private const int MaxNameLength = 255;

    public string Name => nameof(UpdateTimeToLive);

    public void Execute(OperationRequest request, Utf8JsonWriter response)
    {
        var table = catalog.Get(request.TableName);
        var specification = request.RequiredObject("TimeToLiveSpecification");
        var isEnabled = specification.OptionalBoolean("Enabled") ?? throw EngineException.Validation("UpdateTimeToLive requires boolean Enabled");
        var attribute = specification.OptionalString("AttributeName") ?? throw EngineException.Validation("UpdateTimeToLive requires string AttributeName");
        if (attribute.Length is 0 or > MaxNameLength)
        {
            throw EngineException.Validation($"The length of AttributeName must be between 1 and {MaxNameLength}");
        }

        VerifyChange(table.TimeToLive?.Attribute, isEnabled, attribute);
        table.SetTimeToLive(isEnabled ? attribute : null);
        response.WriteStartObject("TimeToLiveSpecification");
        response.WriteBoolean("Enabled", isEnabled);
        response.WriteString("AttributeName", attribute);
        response.WriteEndObject();
    }

    private static void VerifyChange(string? current, bool isEnabled, string attribute)
    {
        if (isEnabled == (current is not null))
        {
            throw EngineException.Validation($"TTL is already {(isEnabled ? "enabled" : "disabled")}");
        }

        if (!isEnabled && current != attribute)
        {
            throw EngineException.Validation($"Requested to disable TTL on attribute {attribute}, but a different attribute {current} is enabled.");
        }
    }
}
