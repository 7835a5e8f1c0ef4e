using System.Collections.Concurrent;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace AlternatorHandler.FunctionalTests.SdkNodes;

/// <summary>Three nodes of ScyllaDB. They do not tell what they were asked, so that a handler below the load balancing looks at each attempt.</summary>
internal sealed class RealNodes : ISdkNodes
{
    private const string Variable = "ALTERNATOR_SEEDS";

    // What AddDynamoDBClient calls the client of the cluster without a name.
    private const string SdkClient = "AlternatorHandler.DynamoDB:";

    private readonly ConcurrentQueue<SdkAttempt> _attempts = new();

    /// <summary>Gets the seeds that the variable names, separated by commas; none without it.</summary>
    public static IReadOnlyList<Uri> Seeds { get; } =
        [.. (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(seed => new Uri(seed))];

    IReadOnlyList<Uri> ISdkNodes.Seeds => Seeds;

    public AWSCredentials Credentials { get; } = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 }
        ? new EnvironmentVariablesAWSCredentials()
        : new BasicAWSCredentials("alternator", "secret");

    public IReadOnlyList<SdkAttempt> Attempts => [.. _attempts];

    // Added to the client after the load balancing, and so below it.
    public void Observe(IServiceCollection client) => client.AddHttpClient(SdkClient).AddHttpMessageHandler(() => new AttemptRecorder(_attempts));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
