namespace AlternatorHandler.Nodes;

/// <summary>How long a node takes for the operations of one class. Requests add to it; the rule for slow nodes, on one thread, makes an estimate of it.</summary>
internal sealed class LatencyEstimate
{
    // One answer in thirty-two is new: a stray answer of a tenth of a second makes no node slow, four in a row do.
    private const double LargestStep = 1.0 / 32;

    // A demoted node gets about one request a second: it is to be believed after a few.
    private const double LargestStepOfDemoted = 1.0 / 3;

    private readonly LatencyWindow _window = new();
    private (long Answered, long Failed, double MeanMilliseconds) _taken;
    private long _allAnswers;
    private long _allMicroseconds;
    private DecayingMean _answers;
    private DecayingMean _failures;
    private long _ceiling = TimeSpan.FromMilliseconds(LowestCeiling).Ticks;

    /// <summary>The lowest ceiling, in milliseconds: ten times what is noticed as slow.</summary>
    public const double LowestCeiling = 50;

    /// <summary>Gets or sets the longest time, in milliseconds, that counts; a failure counts as much. What is longer is slow beyond doubt, and would only be remembered longer.</summary>
    public double Ceiling
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ceiling)).TotalMilliseconds;
        set => Volatile.Write(ref _ceiling, TimeSpan.FromMilliseconds(value).Ticks);
    }

    /// <summary>Gets or sets a value indicating whether the node is much slower than its peers.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Gets how long an answer takes, in milliseconds, or <see langword="null"/> if there was none.</summary>
    public double? Answers => _answers.Value ?? (_taken.Answered > 0 ? _taken.MeanMilliseconds : null);

    /// <summary>Gets how long an attempt takes, in milliseconds, when a failed one counts as <see cref="Ceiling"/>; <see langword="null"/> if nothing is known.</summary>
    public double? Score { get; private set; }

    /// <summary>Gets the timestamp of the last estimate that was based on attempts.</summary>
    public long At { get; private set; }

    /// <summary>Gets how many answers were taken note of since the node was found, and how long they took in all. For those who watch: read on any thread, perhaps in the middle of an update.</summary>
    public LatencyTotals Totals => new(Volatile.Read(ref _allAnswers), Volatile.Read(ref _allMicroseconds) / 1000.0);

    public void Answered(TimeSpan duration) => _window.Answered(TimeSpan.FromTicks(Math.Min(duration.Ticks, Volatile.Read(ref _ceiling))));

    public void Failed() => _window.Failed();

    /// <summary>Takes note of a request that its caller gave up on. That it had waited long says something; that it had not, nothing.</summary>
    public void GivenUp(TimeSpan duration)
    {
        if (duration.Ticks >= Volatile.Read(ref _ceiling))
        {
            Answered(duration);
        }
    }

    /// <summary>Takes what requests added since the last time.</summary>
    public void Take()
    {
        _taken = _window.Take();
        Volatile.Write(ref _allMicroseconds, _allMicroseconds + (long)(_taken.MeanMilliseconds * _taken.Answered * 1000));
        Volatile.Write(ref _allAnswers, _allAnswers + _taken.Answered);
    }

    /// <summary>Makes an estimate of what was taken.</summary>
    /// <param name="now">The timestamp of this moment.</param>
    /// <param name="passed">The time since <see cref="At"/>.</param>
    /// <param name="start">What a node is estimated at before its first answer: the median of all.</param>
    /// <param name="isDemoted">Whether the node gets few requests, so that each counts for more.</param>
    public void Update(long now, TimeSpan passed, double start, bool isDemoted)
    {
        var (answered, failed, mean) = _taken;
        if (answered + failed > 0)
        {
            var step = isDemoted ? LargestStepOfDemoted : LargestStep;
            if (answered > 0)
            {
                _answers.Add(mean, answered, passed, start, step);
            }

            _failures.Add((double)failed / (answered + failed), answered + failed, passed, start: 0, step);
            At = now;
            _taken = default;
        }

        if (At != 0)
        {
            var answers = _answers.Value ?? start;
            Score = answers + (_failures.Value.GetValueOrDefault() * Math.Max(0, Ceiling - answers));
        }
    }

    /// <summary>Forgets what is known: it is too old, or of a time before the node went down.</summary>
    public void Forget()
    {
        _answers = default;
        _failures = default;
        Score = null;
        At = 0;
        IsSlow = false;
    }
}

/// <summary>Attempts that ended since somebody last looked: how many, and how long they took in all. Requests add to it with one atomic operation.</summary>
internal sealed class LatencyWindow
{
    // Count and sum share a word, so that they are taken together. A million attempts between two looks, or a hundred days, would be too many.
    private const int CountBits = 20;

    private long _answered;
    private long _failed;

    public void Answered(TimeSpan duration) => Interlocked.Add(ref _answered, (duration.Ticks / TimeSpan.TicksPerMicrosecond << CountBits) + 1);

    public void Failed() => Interlocked.Increment(ref _failed);

    /// <summary>Takes what was added out of the window.</summary>
    public (long Answered, long Failed, double MeanMilliseconds) Take()
    {
        var answered = Interlocked.Exchange(ref _answered, 0);
        var failed = Interlocked.Exchange(ref _failed, 0);
        var count = answered & ((1 << CountBits) - 1);
        return (count, failed, count == 0 ? 0 : (answered >> CountBits) / 1000.0 / count);
    }
}

/// <summary>Answers of a node since it was found.</summary>
/// <param name="Answers">How many there were.</param>
/// <param name="Milliseconds">How long they took in all.</param>
internal readonly record struct LatencyTotals(long Answers, double Milliseconds)
{
    public static LatencyTotals operator +(LatencyTotals one, LatencyTotals other) => new(one.Answers + other.Answers, one.Milliseconds + other.Milliseconds);
}
