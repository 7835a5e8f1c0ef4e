using System.Diagnostics;

namespace AlternatorHandler.Telemetry;

/// <summary>The spans of requests: one for each request, with its attempts as events. .NET's own HTTP spans nest under it.</summary>
internal static class AlternatorActivity
{
    public const string SourceName = "AlternatorHandler";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Start(string? operation, string cluster)
    {
        // Asking first keeps the name's concatenation off the path of those who don't listen.
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity(operation is null ? "alternator" : $"alternator {operation}", ActivityKind.Client);
        activity?.SetTag("db.system.name", "scylladb.alternator").SetTag("db.operation.name", operation).SetTag("alternator.cluster", cluster);
        return activity;
    }

    public static void Attempt(Activity? activity, AlternatorNode node, string outcome) =>
        activity?.AddEvent(new ActivityEvent("attempt", tags: new ActivityTagsCollection { ["server.address"] = node.Address.Host, ["server.port"] = node.Address.Port, ["outcome"] = outcome }));
}
