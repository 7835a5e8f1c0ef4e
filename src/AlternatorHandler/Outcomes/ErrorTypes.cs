using System.Collections.Frozen;
using System.Globalization;

namespace AlternatorHandler.Outcomes;

/// <summary>Provides the values of the tag <c>error.type</c> in metrics and spans.</summary>
internal static class ErrorTypes
{
    // A response may contain any type name, and each new name would permanently add a time series.
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

    /// <summary>Gets the error type of the caller's result, or <see langword="null"/> if the result is a success.</summary>
    public static string? FromOutcome(in AttemptOutcome last)
    {
        if (last.Kind != AlternatorAttemptOutcome.Answered)
        {
            return last.Kind.GetName();
        }

        var status = (int)last.Response!.StatusCode;
        return status < 400 ? null
            : Known.TryGetValue(last.Reason, out var type) ? type
            : status.ToString(CultureInfo.InvariantCulture);
    }
}
