using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using Polly;
using Polly.Hedging;

namespace AlternatorHandler.Requests;

/// <summary>Hedges point reads with Polly: sends a second copy to another node when the first takes longer than usual.</summary>
internal sealed class HedgingPipeline
{
    private const double Quantile = 0.95;

    private static readonly ResiliencePropertyKey<HedgedRead> ReadKey = new("AlternatorHandler.HedgedRead");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly RunningQuantile _durationQuantile;
    private readonly HedgeBudget _budget;
    private readonly NodeTable _nodes;

    public HedgingPipeline(AlternatorHedgingOptions options, NodeTable nodes, TimeProvider timeProvider)
    {
        _nodes = nodes;
        _durationQuantile = new RunningQuantile(Quantile, options.MaxDelay);
        _budget = new HedgeBudget(options.MaxExtraRatio);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddHedging(new HedgingStrategyOptions<HttpResponseMessage>
            {
                Name = "AlternatorHedging",
                MaxHedgedAttempts = 1,

                // Failover handles a failure, unless the other copy may still succeed.
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is not null || (int)args.Outcome.Result!.StatusCode >= 500),
                DelayGenerator = _ => new ValueTask<TimeSpan>(TimeSpan.FromTicks(Math.Clamp(_durationQuantile.Value.Ticks, options.MinDelay.Ticks, options.MaxDelay.Ticks))),
                ActionGenerator = CreateHedge,
            })
            .Build();
    }

    /// <summary>Creates the pipeline that the options describe, or <see langword="null"/> if they disable hedging.</summary>
    public static HedgingPipeline? Create(AlternatorHedgingOptions options, NodeTable nodes, TimeProvider timeProvider) =>
        options.Enabled ? new HedgingPipeline(options, nodes, timeProvider) : null;

    public bool ShouldHedge(AlternatorCall call) => call.IsAsync && call.Operation.IsHedgeable && call.IsReplayable && _nodes.Current.Usable.Length > 1;

    /// <summary>Makes the first attempt of a read, and a second attempt if the first takes long.</summary>
    /// <returns>The outcome to use.</returns>
    public async ValueTask<AttemptOutcome> ExecuteAsync(AlternatorCall call, Func<AlternatorCall, ValueTask<AttemptOutcome>> attempt)
    {
        _budget.RecordRead();
        var read = new HedgedRead(call, attempt);
        var context = ResilienceContextPool.Shared.Get(call.Operation.Name, call.CancellationToken);
        context.Properties.Set(ReadKey, read);
        Outcome<HttpResponseMessage> last;
        try
        {
            last = await _pipeline.ExecuteOutcomeAsync(
                static (context, read) => read.SendFirstAsync(context.CancellationToken),
                context,
                read).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        // Polly has awaited the losing attempt, so neither attempt changes any more.
        if (read.SelectOutcome() is not { } outcome)
        {
            // A failed attempt is an outcome. An exception instead of an outcome is a bug, for example in the application's policy.
            last.ThrowIfException();
            throw new InvalidOperationException("A hedged read ended without an attempt.");
        }

        if (outcome.Kind == AlternatorAttemptOutcome.Answered)
        {
            _durationQuantile.Record(outcome.Duration);
        }

        return outcome;
    }

    private Func<ValueTask<Outcome<HttpResponseMessage>>>? CreateHedge(HedgingActionGeneratorArguments<HttpResponseMessage> args)
    {
        if (_nodes.Current.Usable.Length < 2 || !args.PrimaryContext.Properties.TryGetValue(ReadKey, out var read) || !_budget.TryConsume())
        {
            return null;
        }

        return () => read.SendSecondAsync(args.ActionContext.CancellationToken);
    }
}

/// <summary>Allows extra requests for a fraction of the reads.</summary>
internal sealed class HedgeBudget(double ratio)
{
    private const long TokensPerHedge = 1_000_000;

    // The tokens that can accumulate in quiet times. A longer burst of hedges indicates overload, which hedges make worse.
    private const long MaxTokens = 10 * TokensPerHedge;

    private readonly long _tokensPerRead = (long)(ratio * TokensPerHedge);
    private long _tokens;

    public void RecordRead()
    {
        if (Volatile.Read(ref _tokens) < MaxTokens)
        {
            Interlocked.Add(ref _tokens, _tokensPerRead);
        }
    }

    public bool TryConsume()
    {
        if (Interlocked.Add(ref _tokens, -TokensPerHedge) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _tokens, TokensPerHedge);
        return false;
    }
}

/// <summary>Estimates a quantile of durations without storing samples: each sample moves the estimate up or down, in the ratio in which samples should lie above and below it.</summary>
internal sealed class RunningQuantile(double quantile, TimeSpan start)
{
    // Each step is a twentieth of the estimate: the estimate follows a tenfold change within some hundred samples, and noise stays within a few percent.
    private const double Step = 0.05;

    private double _ticks = start.Ticks;

    public TimeSpan Value => new((long)Volatile.Read(ref _ticks));

    public void Record(TimeSpan sample)
    {
        // Of two concurrent samples, one may be lost, which is acceptable for a statistic.
        var estimate = Volatile.Read(ref _ticks);
        estimate += Step * estimate * (sample.Ticks > estimate ? quantile : quantile - 1);
        Volatile.Write(ref _ticks, Math.Max(estimate, 1));
    }
}
