using System.Globalization;
using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;

namespace AlternatorHandler.Requests;

/// <summary>Creates the exception for a request without a response: the failure of the last attempt, with a list of all attempts.</summary>
internal static class RequestFailure
{
    /// <summary>The key of the list of attempts in <see cref="Exception.Data"/>.</summary>
    public const string AttemptsKey = "AlternatorHandler.Attempts";

    public static Exception Create(AlternatorCall call, in AttemptOutcome last, NodeSnapshot nodes, TimeProvider timeProvider)
    {
        if (last.Kind == AlternatorAttemptOutcome.Abandoned)
        {
            return last.Exception!;
        }

        var operation = call.Operation.Name ?? call.Request.Method.Method;
        var attempts = string.Join(", then ", call.Failures);
        var message = nodes.Usable.Length == 0
            ? $"No usable Alternator node: {string.Join(", ", nodes.All.Select(node => Describe(node, timeProvider)))}. {operation} was attempted: {attempts}."
            : $"{operation} failed: {attempts}.";
        var error = last.Exception is HttpRequestException { HttpRequestError: var known } ? known
            : last.Exception is HttpIOException { HttpRequestError: var broken } ? broken
            : last.Kind == AlternatorAttemptOutcome.NotSent ? HttpRequestError.ConnectionError
            : HttpRequestError.Unknown;

        // The AWS SDK unwraps an IOException from an HttpRequestException and throws the IOException, so this message would be lost.
        var cause = last.Exception is IOException ? new HttpRequestException(error, last.Exception.Message, last.Exception) : last.Exception;
        return new HttpRequestException(error, message, cause) { Data = { [AttemptsKey] = call.Failures.Select(attempt => attempt.ToString()).ToArray() } };
    }

    /// <summary>Creates the exception for a request when the scopes are strict and no node in them is known.</summary>
    public static HttpRequestException NoKnownNodes(NodeTable nodes) => new(
        HttpRequestError.ConnectionError,
        $"No usable Alternator node: no node is known in {string.Join(" or ", nodes.Scopes)}. Queried: {string.Join(", ", nodes.Current.Seeds.Select(seed => seed.Name))}. Call CheckScopesAsync for details.");

    private static string Describe(AlternatorNode node, TimeProvider timeProvider)
    {
        var condition = node.Condition;
        var since = timeProvider.GetUtcNow() - condition.Since;
        return string.Create(CultureInfo.InvariantCulture, $"{node.Name} {condition.State} for {since.TotalSeconds:0} s ({condition.LastFailure ?? "no failure"})");
    }
}
