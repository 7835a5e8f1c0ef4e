using System.Diagnostics;
using System.Reflection;

namespace AlternatorHandler.Telemetry;

/// <summary>Creates the spans of requests: one span per request, with its attempts as events. The HTTP spans of .NET are children of it.</summary>
internal static class AlternatorActivity
{
    public const string SourceName = "AlternatorHandler";

    public static readonly string? Version = typeof(AlternatorActivity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static readonly ActivitySource Source = new(SourceName, Version);

    public static bool HasListeners => Source.HasListeners();

    public static Activity? Start(string? operation, string cluster)
    {
        // The tags are set at the start, because samplers use them.
        var tags = new TagList { { Tag.DbSystem, Tag.System }, { Tag.Cluster, cluster } };
        if (operation is not null)
        {
            tags.Add(Tag.DbOperation, operation);
        }

        return Source.StartActivity(operation ?? Tag.System, ActivityKind.Client, parentContext: default, tags);
    }

    public static void AddAttempt(Activity? activity, AlternatorNode node, string outcome, TimeSpan duration)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.AddEvent(new ActivityEvent("attempt", tags: new ActivityTagsCollection
            {
                [Tag.ServerAddress] = Tag.GetAddress(node.Address),
                [Tag.ServerPort] = node.Address.Port,
                [Tag.Outcome] = outcome,
                ["alternator.attempt.duration"] = duration.TotalSeconds,
            }));
        }
    }

    /// <summary>Records the result of a request on its span.</summary>
    /// <param name="activity">The request's span.</param>
    /// <param name="node">The node whose response the caller gets, or <see langword="null"/> if there is none.</param>
    /// <param name="errorType">The value of <c>error.type</c>, or <see langword="null"/> for a success.</param>
    /// <param name="message">The message of the exception that the caller gets, or <see langword="null"/> if there is none.</param>
    public static void RecordResult(Activity? activity, AlternatorNode? node, string? errorType, string? message)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        if (node is not null)
        {
            activity.SetTag(Tag.ServerAddress, Tag.GetAddress(node.Address)).SetTag(Tag.ServerPort, node.Address.Port).SetTag(Tag.Datacenter, node.Datacenter).SetTag(Tag.Rack, node.Rack);
        }

        if (errorType is not null)
        {
            activity.SetTag(Tag.ErrorType, errorType).SetStatus(ActivityStatusCode.Error, message);
        }
    }
}
