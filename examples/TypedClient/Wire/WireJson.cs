using System.Text.Json.Serialization;

namespace TypedClient.Wire;

/// <summary>The bodies' serializers, generated when this is compiled: no reflection, so that trimming and Native AOT are possible.</summary>
[JsonSerializable(typeof(PutOrder))]
[JsonSerializable(typeof(GetOrder))]
[JsonSerializable(typeof(FoundOrder))]
internal sealed partial class WireJson : JsonSerializerContext;
