using AlternatorHandler.Rigs.Reliability.Load;
using Amazon.Runtime;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>Reads the attempts out of a failure.</summary>
internal static class FailedAttempts
{
    private const string AttemptsKey = "AlternatorHandler.Attempts";

    /// <summary>Returns how many attempts a failure names, in its data and in its message; 0 if none.</summary>
    public static int Named(Exception failure) =>
        failure is HttpRequestException && failure.Data[AttemptsKey] is string[] attempts && attempts.All(attempt => failure.Message.Contains(attempt, StringComparison.Ordinal))
            ? attempts.Length
            : 0;

    /// <summary>Tells whether a failure is the last node's own answer, which is passed on as it is.</summary>
    public static bool IsAnswer(Exception failure) => failure is NodeAnswerException or AmazonServiceException { StatusCode: not 0 };
}
