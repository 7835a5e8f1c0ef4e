using System.Collections.Concurrent;
using System.Diagnostics;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>Records the spans of the handler that end during its lifetime.</summary>
internal sealed class RecordedActivities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public RecordedActivities(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "AlternatorHandler",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                TagsAtStart = string.Join(", ", options.Tags?.Select(tag => $"{tag.Key}={tag.Value}") ?? []);
                return sampling;
            },
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Gets the tags that the last sampling decision was based on.</summary>
    public string? TagsAtStart { get; private set; }

    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Dispose() => _listener.Dispose();
}
