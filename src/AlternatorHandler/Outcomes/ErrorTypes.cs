using System.Collections.Frozen;
using System.Globalization;

namespace AlternatorHandler.Outcomes;

/// <summary>The kinds of failure in metrics and spans, in their tag <c>error.type</c>.</summary>
internal static class ErrorTypes
{
    // A reply may name anything, and each new name would be a series of its own for ever.
    private static readonly FrozenSet<string> Known = new[]
    {
        "AccessDeniedException",
        "ConditionalCheckFailedException",
        "ExpiredIteratorException",
        "ExpiredTokenException",
        "IncompleteSignatureException",
        "InvalidSignatureException",
        "ItemCollectionSizeLimitExceededException",
        "LimitExceededException",
        "MissingAuthenticationTokenException",
        "ResourceInUseException",
        "ResourceNotFoundException",
        "SerializationException",
        "TableAlreadyExistsException",
        "TableNotFoundException",
        "TransactionCanceledException",
        "TransactionConflictException",
        "TrimmedDataAccessException",
        "UnknownOperationException",
        "UnrecognizedClientException",
        "ValidationException",
    }.ToFrozenSet();

    /// <summary>Gets the kind of failure that the caller sees, or <see langword="null"/> if it is none.</summary>
    public static string? Of(in AttemptOutcome last)
    {
        if (last.Kind != AttemptKind.Answered)
        {
            return last.Kind.Name();
        }

        var status = (int)last.Response!.StatusCode;
        return status < 400 ? null
            : Known.TryGetValue(last.Reason, out var type) ? type
            : status.ToString(CultureInfo.InvariantCulture);
    }
}
