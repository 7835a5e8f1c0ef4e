using System.Net;
using System.Text.Json;
using AlternatorHandler.Rigs.Fuzz.Oracles;
using AlternatorHandler.Protocol;
using AlternatorHandler.Requests;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>The status and body of a reply: a wrong reading repeats what must not be repeated, or takes a healthy node out.</summary>
internal sealed class ErrorReplyTarget : IFuzzTarget
{
    private static readonly HttpStatusCode[] Statuses = [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, (HttpStatusCode)999];

    public string Name => "ErrorReply";

    public IReadOnlyList<string> Words { get; } =
        ["\"__type\":", "\"message\":", "com.amazonaws.dynamodb.v20120810#", "#", "RequestLimitExceeded", "too many in-flight requests", "ProvisionedThroughputExceededException", "ThrottlingException", "\"\\u005f_type\""];

    public bool Read(byte[] input)
    {
        var body = ErrorBody.Parse(input);
        BrokenRuleException.ThrowIf(body.IsShed && !body.IsThrottling, "Shed by a type that is none of overload.");
        if (Expected(input) is var (type, message))
        {
            BrokenRuleException.ThrowIf(body.Type != type || body.Message != message, "Another error than the body says.");
        }

        foreach (var status in Statuses)
        {
            using var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(input), ReasonPhrase = "\u001b[31m" };
            var classified = OutcomeClassifier.FromResponseAsync(response, CancellationToken.None).AsTask();
            BrokenRuleException.ThrowIf(!classified.IsCompletedSuccessfully, $"A body in memory was waited for, or could not be read: {classified.Exception}");
#pragma warning disable RS0030 // It is complete.
            var outcome = classified.Result;
#pragma warning restore RS0030
            BrokenRuleException.ThrowIf(!MayBe(status, outcome.Kind), $"{status} was taken for {outcome.Kind}.");
            BrokenRuleException.ThrowIf(outcome.Kind != AlternatorAttemptOutcome.Answered && outcome.Reason.Any(char.IsControl), "A reason that is not to be logged.");
        }

        return body.Type.Length > 0;
    }

    private static bool MayBe(HttpStatusCode status, AlternatorAttemptOutcome kind) => status switch
    {
        HttpStatusCode.BadRequest => kind is AlternatorAttemptOutcome.Answered or AlternatorAttemptOutcome.Shed or AlternatorAttemptOutcome.Throttled,
        HttpStatusCode.InternalServerError => kind == AlternatorAttemptOutcome.ServerError,
        HttpStatusCode.ServiceUnavailable => kind == AlternatorAttemptOutcome.BadGateway,
        _ => kind == AlternatorAttemptOutcome.Answered,
    };

    /// <returns>The error of a whole document whose every text can be read, or <see langword="null"/>.</returns>
    private static (string Type, string Message)? Expected(byte[] input)
    {
        using var document = JsonOracle.Parse(input);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object || JsonOracle.MembersOf(document.RootElement) is not { } members)
        {
            return null;
        }

        var (type, message) = (string.Empty, string.Empty);
        foreach (var (name, value) in members.Where(member => member.Name is "__type" or "message" && member.Value.ValueKind == JsonValueKind.String))
        {
            if (JsonOracle.TextOf(value) is not { } text)
            {
                return null;
            }

            (type, message) = name == "__type" ? (text.Split('#')[^1], message) : (type, text);
        }

        return (type, message);
    }
}
