using AlternatorHandler.Nodes;

namespace AlternatorHandler.Requests;

/// <summary>Holds the hedging pipeline for the current options, if hedging is enabled.</summary>
internal sealed class HedgingSwitch
{
    private readonly NodeTable _nodes;
    private readonly TimeProvider _timeProvider;
    private HedgingPipeline? _pipeline;

    public HedgingSwitch(AlternatorHedgingOptions options, NodeTable nodes, TimeProvider timeProvider)
    {
        (_nodes, _timeProvider) = (nodes, timeProvider);
        Change(options);
    }

    /// <summary>Applies changed options, beginning with the next request.</summary>
    public void Change(AlternatorHedgingOptions options) => Volatile.Write(ref _pipeline, options.Enabled ? new HedgingPipeline(options, _nodes, _timeProvider) : null);

    /// <summary>Gets the pipeline for a request, or <see langword="null"/> if the request is not hedged.</summary>
    public HedgingPipeline? Find(AlternatorCall call) => Volatile.Read(ref _pipeline) is { } pipeline && pipeline.Applies(call) ? pipeline : null;
}
