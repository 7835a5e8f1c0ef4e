using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2;

namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>How a request ended for its caller, in the words of the table.</summary>
/// <param name="Word">The word.</param>
/// <param name="ErrorType">The type of the node's own error, if it sent one.</param>
/// <param name="Failure">What the handler threw when there was no reply.</param>
internal sealed record SeenByCaller(string Word, string? ErrorType, Exception? Failure)
{
    private const string ConditionFailed = "ConditionalCheckFailedException";

    public static async Task<SeenByCaller> OfSdkAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return new SeenByCaller("ok", null, null);
        }
        catch (AmazonDynamoDBException error)
        {
            return OfError(error.StatusCode, error.ErrorCode, error.Message);
        }
        catch (Exception failure)
        {
            return OfFailure(failure);
        }
    }

    public static async Task<SeenByCaller> OfTypedAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            return response.IsSuccessStatusCode ? new SeenByCaller("ok", null, null)
                : !body.StartsWith('{') ? OfError(response.StatusCode, null, body)
                : OfError(response.StatusCode, TextOf(body, "__type").Split('#')[^1], TextOf(body, "message"));
        }
        catch (Exception failure)
        {
            return OfFailure(failure);
        }
    }

    private static SeenByCaller OfError(HttpStatusCode status, string? type, string message)
    {
        var word = (status, type) switch
        {
            (HttpStatusCode.BadRequest, ConditionFailed) => "condition",
            (HttpStatusCode.BadRequest, "RequestLimitExceeded") when message.StartsWith("too many in-flight", StringComparison.Ordinal) => "shed",
            (HttpStatusCode.BadRequest, "RequestLimitExceeded" or "ProvisionedThroughputExceededException" or "ThrottlingException") => "throttled",
            _ => ((int)status).ToString(CultureInfo.InvariantCulture),
        };
        return new SeenByCaller(word, type, null);
    }

    private static SeenByCaller OfFailure(Exception failure) => new(
        failure is not HttpRequestException ? failure.GetType().Name
            : failure.Message.StartsWith("No usable Alternator node", StringComparison.Ordinal) ? "down"
            : failure.InnerException is TimeoutException ? "timeout"
            : "broken",
        null,
        failure);

    private static string TextOf(string json, string property)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(property).GetString()!;
    }
}
