namespace AlternatorHandler.Testing.Recording;

/// <summary>Records the requests of a node in order of arrival.</summary>
internal sealed class RequestJournal(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<RequestEntry> _entries = new();
    private int _operationCount;

    public int OperationCount => Volatile.Read(ref _operationCount);

    public void Add(RequestEntry entry, bool isOperation)
    {
        if (limit > 0)
        {
            lock (_lock)
            {
                if (_entries.Count == limit)
                {
                    _entries.Dequeue();
                }

                _entries.Enqueue(entry);
            }
        }

        if (isOperation)
        {
            Interlocked.Increment(ref _operationCount);
        }
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        RequestEntry[] entries;
        lock (_lock)
        {
            entries = [.. _entries];
        }

        return Array.ConvertAll(entries, static entry => entry.ToRecord());
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }

        Volatile.Write(ref _operationCount, 0);
    }
}
