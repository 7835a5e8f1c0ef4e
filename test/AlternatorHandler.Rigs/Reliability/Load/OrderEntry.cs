namespace AlternatorHandler.Rigs.Reliability.Load;

/// <summary>What the worker that owns an order knows of it: what is acknowledged must be there, what failed may be.</summary>
internal sealed class OrderEntry(Order written)
{
    private readonly HashSet<string> _marks = [written.Mark];
    private int _acknowledgedHits;
    private int _openHits;

    public string Id => written.Id;

    /// <summary>Gets or sets a value indicating whether the order may be missing, because its first write failed, or its deletion.</summary>
    public bool MayBeAbsent { get; set; }

    public void MarkSet(string mark, bool isAcknowledged)
    {
        if (isAcknowledged)
        {
            _marks.Clear();
        }

        _marks.Add(mark);
    }

    public void Hit(bool isAcknowledged)
    {
        if (isAcknowledged)
        {
            _acknowledgedHits++;
        }
        else
        {
            _openHits++;
        }
    }

    /// <summary>Returns what is wrong with the order as it was read, or <see langword="null"/>.</summary>
    public string? Contradiction(Order? read) =>
        read is null ? MayBeAbsent ? null : $"{written.Id} was acknowledged and is missing"
        : read.Customer != written.Customer || read.Id != written.Id || read.Body != written.Body ? $"{read} is the data of another request: {written} was written"
        : !_marks.Contains(read.Mark) ? $"{read} should be marked {string.Join(" or ", _marks)}"
        : read.Hits < _acknowledgedHits ? $"{read} lost hits: {_acknowledgedHits} were acknowledged"
        : read.Hits > _acknowledgedHits + _openHits ? $"{read} has too many hits: {_acknowledgedHits} were acknowledged, and {_openHits} failed"
        : null;
}
