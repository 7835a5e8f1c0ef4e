namespace AlternatorHandler.Testing.Engine;

/// <summary>Represents the StreamSpecification of CreateTable and UpdateTable.</summary>
internal sealed record StreamSpecification(bool IsEnabled, string ViewType)
{
    /// <summary>Reads the specification, or returns <see langword="null"/> if the request does not have one.</summary>
    public static StreamSpecification? Read(OperationRequest request) => request.OptionalObject("StreamSpecification") is { } specification
        ? new StreamSpecification(
            specification.OptionalBoolean("StreamEnabled") ?? throw EngineException.Validation("StreamSpecification needs boolean StreamEnabled"),
            specification.Choice("StreamViewType", "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"))
        : null;
}
