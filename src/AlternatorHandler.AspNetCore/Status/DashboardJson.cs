using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlternatorHandler.AspNetCore.Status;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DashboardStatus))]
internal sealed partial class DashboardJson : JsonSerializerContext
{
    public static byte[] Bytes(DashboardStatus status) => JsonSerializer.SerializeToUtf8Bytes(status, Default.DashboardStatus);
}
