namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>What becomes of every kind of request under every fault, on one node of three or on all of them.</summary>
/// <remarks>
/// Written down, not computed: the rules of the handler must lead to this, and a rule that changes changes it line by line.
/// </remarks>
internal static class FaultMatrixTable
{
    public const string Legend = """
        Three nodes; the first attempt goes to the first node, which is the faulty one if only one is. Four attempts at most.
        Each cell says what the caller sees, how many attempts were made, and how often the operation was applied, late ones included: `seen attempts/applied`.
        A letter after the kind of a write is `RetryWrites`: N is `Never`, I is `Idempotent`, A is `Always`.
        Reads are `GetItem`, `Query` and `BatchGetItem`, in all modes; put is `PutItem` and `BatchWriteItem`; add is `ADD`; cond is `PutItem` on the condition that there is no such item yet.

        | seen | by the caller |
        |---|---|
        | `ok` | a success |
        | a number, `shed`, `throttled` | the node's own reply: that status; 400 "too many in-flight requests"; 400 with the throttling error |
        | `condition` | `ConditionalCheckFailedException`, by the request's own first attempt |
        | `broken`, `timeout` | `HttpRequestException` that names each attempt; `timeout` has a `TimeoutException` within |
        | `down` | `HttpRequestException` that names each attempt and the state of each node |

        The last two columns: how many nodes are down for the client after one request of any kind, and after ten reads in a row.
        """;

    private const string Rows = """
        | fault                                            | on  | reads         | put N         | put I         | put A         | add N         | add I         | add A         | cond N        | cond I        | cond A        | down 1 | down 10 |
        |--------------------------------------------------|-----|---------------|---------------|---------------|---------------|---------------|---------------|---------------|---------------|---------------|---------------|--------|---------|
        | Kill                                             | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 1      | 1       |
        | Kill                                             | all | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | 3      | 3       |
        | Drain                                            | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 1      | 1       |
        | Drain                                            | all | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | 3      | 3       |
        | Certificate(expired)                             | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 1      | 1       |
        | Certificate(expired)                             | all | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | 3      | 3       |
        | Certificate(self-signed)                         | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 1      | 1       |
        | Certificate(self-signed)                         | all | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | 3      | 3       |
        | Certificate(wrong name)                          | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 1      | 1       |
        | Certificate(wrong name)                          | all | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | down 4/0      | 3      | 3       |
        | Shed                                             | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 0      | 0       |
        | Shed                                             | all | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | shed 4/0      | 0      | 0       |
        | Throttle(ProvisionedThroughputExceededException) | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 0      | 0       |
        | Throttle(ProvisionedThroughputExceededException) | all | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | 0      | 0       |
        | Throttle(ThrottlingException)                    | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 0      | 0       |
        | Throttle(ThrottlingException)                    | all | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | 0      | 0       |
        | Throttle(RequestLimitExceeded)                   | one | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | ok 2/1        | 0      | 0       |
        | Throttle(RequestLimitExceeded)                   | all | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | throttled 4/0 | 0      | 0       |
        | ResetBeforeBody                                  | one | ok 2/1        | broken 1/0    | ok 2/1        | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | 0      | 1       |
        | ResetBeforeBody                                  | all | broken 4/0    | broken 1/0    | broken 4/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | 0      | 1       |
        | CloseBeforeReply                                 | one | ok 2/1        | broken 1/0    | ok 2/1        | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | 0      | 1       |
        | CloseBeforeReply                                 | all | broken 4/0    | broken 1/0    | broken 4/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | 0      | 1       |
        | Garbage                                          | one | ok 2/1        | broken 1/0    | ok 2/1        | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | broken 1/0    | broken 1/0    | ok 2/1        | 0      | 1       |
        | Garbage                                          | all | broken 4/0    | broken 1/0    | broken 4/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | broken 1/0    | broken 1/0    | broken 4/0    | 0      | 1       |
        | Hang                                             | one | ok 2/1        | timeout 1/0   | ok 2/1        | ok 2/1        | timeout 1/0   | timeout 1/0   | ok 2/1        | timeout 1/0   | timeout 1/0   | ok 2/1        | 0      | 1       |
        | Hang                                             | all | timeout 4/0   | timeout 1/0   | timeout 4/0   | timeout 4/0   | timeout 1/0   | timeout 1/0   | timeout 4/0   | timeout 1/0   | timeout 1/0   | timeout 4/0   | 0      | 1       |
        | HangWithoutReading                               | one | ok 2/1        | timeout 1/0   | ok 2/1        | ok 2/1        | timeout 1/0   | timeout 1/0   | ok 2/1        | timeout 1/0   | timeout 1/0   | ok 2/1        | 0      | 1       |
        | HangWithoutReading                               | all | timeout 4/0   | timeout 1/0   | timeout 4/0   | timeout 4/0   | timeout 1/0   | timeout 1/0   | timeout 4/0   | timeout 1/0   | timeout 1/0   | timeout 4/0   | 0      | 1       |
        | LostReply                                        | one | ok 2/2        | broken 1/1    | ok 2/2        | ok 2/2        | broken 1/1    | broken 1/1    | ok 2/2        | broken 1/1    | broken 1/1    | condition 2/1 | 0      | 1       |
        | LostReply                                        | all | broken 4/4    | broken 1/1    | broken 4/4    | broken 4/4    | broken 1/1    | broken 1/1    | broken 4/4    | broken 1/1    | broken 1/1    | broken 4/1    | 0      | 1       |
        | TruncatedBody                                    | one | ok 2/2        | broken 1/1    | ok 2/2        | ok 2/2        | broken 1/1    | broken 1/1    | ok 2/2        | broken 1/1    | broken 1/1    | condition 2/1 | 0      | 1       |
        | TruncatedBody                                    | all | broken 4/4    | broken 1/1    | broken 4/4    | broken 4/4    | broken 1/1    | broken 1/1    | broken 4/4    | broken 1/1    | broken 1/1    | broken 4/1    | 0      | 1       |
        | Drip(1 byte an hour)                             | one | ok 2/2        | timeout 1/1   | ok 2/2        | ok 2/2        | timeout 1/1   | timeout 1/1   | ok 2/2        | timeout 1/1   | timeout 1/1   | condition 2/1 | 0      | 1       |
        | Drip(1 byte an hour)                             | all | timeout 4/4   | timeout 1/1   | timeout 4/4   | timeout 4/4   | timeout 1/1   | timeout 1/1   | timeout 4/4   | timeout 1/1   | timeout 1/1   | timeout 4/1   | 0      | 1       |
        | Delay(1 hour)                                    | one | ok 2/2        | timeout 1/1   | ok 2/2        | ok 2/2        | timeout 1/1   | timeout 1/1   | ok 2/2        | timeout 1/1   | timeout 1/1   | ok 2/1        | 0      | 1       |
        | Delay(1 hour)                                    | all | timeout 4/4   | timeout 1/1   | timeout 4/4   | timeout 4/4   | timeout 1/1   | timeout 1/1   | timeout 4/4   | timeout 1/1   | timeout 1/1   | timeout 4/1   | 0      | 1       |
        | Status(502)                                      | one | ok 2/1        | 502 1/0       | ok 2/1        | ok 2/1        | 502 1/0       | 502 1/0       | ok 2/1        | 502 1/0       | 502 1/0       | ok 2/1        | 0      | 1       |
        | Status(502)                                      | all | 502 4/0       | 502 1/0       | 502 4/0       | 502 4/0       | 502 1/0       | 502 1/0       | 502 4/0       | 502 1/0       | 502 1/0       | 502 4/0       | 0      | 1       |
        | Status(503)                                      | one | ok 2/1        | 503 1/0       | ok 2/1        | ok 2/1        | 503 1/0       | 503 1/0       | ok 2/1        | 503 1/0       | 503 1/0       | ok 2/1        | 0      | 1       |
        | Status(503)                                      | all | 503 4/0       | 503 1/0       | 503 4/0       | 503 4/0       | 503 1/0       | 503 1/0       | 503 4/0       | 503 1/0       | 503 1/0       | 503 4/0       | 0      | 1       |
        | Status(504)                                      | one | ok 2/1        | 504 1/0       | ok 2/1        | ok 2/1        | 504 1/0       | 504 1/0       | ok 2/1        | 504 1/0       | 504 1/0       | ok 2/1        | 0      | 1       |
        | Status(504)                                      | all | 504 4/0       | 504 1/0       | 504 4/0       | 504 4/0       | 504 1/0       | 504 1/0       | 504 4/0       | 504 1/0       | 504 1/0       | 504 4/0       | 0      | 1       |
        | Status(500)                                      | one | ok 2/1        | 500 1/0       | ok 2/1        | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 0      | 1       |
        | Status(500)                                      | all | 500 4/0       | 500 1/0       | 500 4/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 0      | 0       |
        | InternalServerError(ReadTimeout)                 | one | ok 2/1        | 500 1/0       | ok 2/1        | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 0      | 1       |
        | InternalServerError(ReadTimeout)                 | all | 500 4/0       | 500 1/0       | 500 4/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 0      | 0       |
        | InternalServerError(Unavailable)                 | one | ok 2/1        | 500 1/0       | ok 2/1        | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 0      | 1       |
        | InternalServerError(Unavailable)                 | all | 500 4/0       | 500 1/0       | 500 4/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 0      | 0       |
        | InternalServerError(Overloaded)                  | one | ok 2/1        | 500 1/0       | ok 2/1        | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 0      | 1       |
        | InternalServerError(Overloaded)                  | all | 500 4/0       | 500 1/0       | 500 4/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 0      | 0       |
        | InternalServerError(WriteTimeout)                | one | ok 2/1        | 500 1/0       | ok 2/1        | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 500 1/0       | 500 1/0       | ok 2/1        | 0      | 1       |
        | InternalServerError(WriteTimeout)                | all | 500 4/0       | 500 1/0       | 500 4/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 500 1/0       | 500 1/0       | 500 4/0       | 0      | 0       |
        | InternalServerError(WriteTimeout, executed)      | one | ok 2/2        | 500 1/1       | ok 2/2        | ok 2/2        | 500 1/1       | 500 1/1       | ok 2/2        | 500 1/1       | 500 1/1       | condition 2/1 | 0      | 1       |
        | InternalServerError(WriteTimeout, executed)      | all | 500 4/4       | 500 1/1       | 500 4/4       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/1       | 0      | 0       |
        | InternalServerError(ReplicaFailure, executed)    | one | ok 2/2        | 500 1/1       | ok 2/2        | ok 2/2        | 500 1/1       | 500 1/1       | ok 2/2        | 500 1/1       | 500 1/1       | condition 2/1 | 0      | 1       |
        | InternalServerError(ReplicaFailure, executed)    | all | 500 4/4       | 500 1/1       | 500 4/4       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/1       | 0      | 0       |
        | InternalServerError(LwtContention, executed)     | one | ok 2/2        | 500 1/1       | ok 2/2        | ok 2/2        | 500 1/1       | 500 1/1       | ok 2/2        | 500 1/1       | 500 1/1       | condition 2/1 | 0      | 1       |
        | InternalServerError(LwtContention, executed)     | all | 500 4/4       | 500 1/1       | 500 4/4       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/4       | 500 1/1       | 500 1/1       | 500 4/1       | 0      | 0       |
        | Status(400)                                      | one | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 0      | 0       |
        | Status(400)                                      | all | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 400 1/0       | 0      | 0       |
        | Status(403)                                      | one | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 0      | 0       |
        | Status(403)                                      | all | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 403 1/0       | 0      | 0       |
        | Status(404)                                      | one | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 0      | 0       |
        | Status(404)                                      | all | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 404 1/0       | 0      | 0       |
        | Status(429)                                      | one | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 0      | 0       |
        | Status(429)                                      | all | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 429 1/0       | 0      | 0       |
        | Status(501)                                      | one | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 0      | 0       |
        | Status(501)                                      | all | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 501 1/0       | 0      | 0       |
        | Delay(20 ms)                                     | one | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | 0      | 0       |
        | Delay(20 ms)                                     | all | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | 0      | 0       |
        | Drip(1 byte a millisecond)                       | one | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | 0      | 0       |
        | Drip(1 byte a millisecond)                       | all | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | ok 1/1        | 0      | 0       |
        """;

    public static readonly IReadOnlyList<FaultRow> All = [.. Rows.Split('\n').Skip(2).Select(line => new FaultRow(line))];

    /// <summary>The table as a section of a document.</summary>
    public static string ToMarkdown() => $"{Legend}\n\n{Rows}\n";
}
