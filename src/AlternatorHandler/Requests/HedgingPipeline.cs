using AlternatorHandler.Nodes;
using AlternatorHandler.Outcomes;
using Polly;
using Polly.Hedging;

namespace AlternatorHandler.Requests;

/// <summary>Polly's hedging of point reads: the second copy goes to another node when the first takes longer than most do.</summary>
internal sealed class HedgingPipeline
{
    private const double Quantile = 0.95;

    private static readonly ResiliencePropertyKey<HedgedRead> ReadKey = new("AlternatorHandler.HedgedRead");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly RunningQuantile _usual;
    private readonly HedgeBudget _budget;
    private readonly NodeTable _nodes;

    public HedgingPipeline(AlternatorHedgingOptions options, NodeTable nodes, TimeProvider timeProvider)
    {
        _nodes = nodes;
        _usual = new RunningQuantile(Quantile, options.MaxDelay);
        _budget = new HedgeBudget(options.MaxExtraRatio);
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddHedging(new HedgingStrategyOptions<HttpResponseMessage>
            {
                Name = "AlternatorHedging",
                MaxHedgedAttempts = 1,

                // A failure is the failover's to handle, unless the other copy may still succeed.
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is not null || (int)args.Outcome.Result!.StatusCode >= 500),
                DelayGenerator = _ => new ValueTask<TimeSpan>(TimeSpan.FromTicks(Math.Clamp(_usual.Value.Ticks, options.MinDelay.Ticks, options.MaxDelay.Ticks))),
                ActionGenerator = CreateHedge,
            })
            .Build();
    }

    public bool Applies(AlternatorCall call) => call.IsAsync && call.Operation.IsHedgeable && call.IsReplayable && _nodes.Current.Usable.Length > 1;

    /// <summary>Makes the first attempt of a read, and the second if the first takes long.</summary>
    /// <returns>The outcome that counts.</returns>
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
                static (context, read) => read.FirstAsync(context.CancellationToken),
                context,
                read).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        // Polly has awaited the loser: the attempts do not change any more.
        if (read.Settle() is not { } outcome)
        {
            // A failed attempt is an outcome. An exception instead of one is a bug, such as of the application's policy.
            last.ThrowIfException();
            throw new InvalidOperationException("A hedged read ended without an attempt.");
        }

        if (outcome.Kind == AttemptKind.Answered)
        {
            _usual.Record(outcome.Duration);
        }

        return outcome;
    }

    private Func<ValueTask<Outcome<HttpResponseMessage>>>? CreateHedge(HedgingActionGeneratorArguments<HttpResponseMessage> args)
    {
        if (_nodes.Current.Usable.Length < 2 || !args.PrimaryContext.Properties.TryGetValue(ReadKey, out var read) || !_budget.TryHedge())
        {
            return null;
        }

        return () => read.SecondAsync(args.ActionContext.CancellationToken);
    }
}

/// <summary>Allows extra requests for a share of the reads.</summary>
internal sealed class HedgeBudget(double ratio)
{
    private const long One = 1_000_000;

    // What quiet times may save up: a burst of more hedges is overload, which hedges make worse.
    private const long Most = 10 * One;

    private readonly long _share = (long)(ratio * One);
    private long _tokens;

    public void RecordRead()
    {
        if (Volatile.Read(ref _tokens) < Most)
        {
            Interlocked.Add(ref _tokens, _share);
        }
    }

    public bool TryHedge()
    {
        if (Interlocked.Add(ref _tokens, -One) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _tokens, One);
        return false;
    }
}

/// <summary>Follows a quantile of durations without keeping any: each sample moves the estimate up or down, in the proportion in which samples are to lie above and below it.</summary>
internal sealed class RunningQuantile(double quantile, TimeSpan start)
{
    // A twentieth of the estimate a step: a tenfold change is followed within some hundred samples, and noise stays within a few percent.
    private const double Step = 0.05;

    private double _ticks = start.Ticks;

    public TimeSpan Value => new((long)Volatile.Read(ref _ticks));

    public void Record(TimeSpan sample)
    {
        // Two samples at once may lose one of them: this is a statistic.
        var estimate = Volatile.Read(ref _ticks);
        estimate += Step * estimate * (sample.Ticks > estimate ? quantile : quantile - 1);
        Volatile.Write(ref _ticks, Math.Max(estimate, 1));
    }
}
