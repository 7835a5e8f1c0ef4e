namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>One request that a node got.</summary>
internal sealed record SdkAttempt(string Host, string Operation, int? StatusCode);
