namespace AlternatorHandler.FunctionalTests.Reliability;

/// <summary>Who sends the request.</summary>
internal enum MatrixClient
{
    /// <summary>The AWS SDK's client, from <c>AddDynamoDBClient</c>.</summary>
    Sdk,

    /// <summary>A named <see cref="HttpClient"/> with <c>AddAlternatorLoadBalancing</c>.</summary>
    Typed,
}
