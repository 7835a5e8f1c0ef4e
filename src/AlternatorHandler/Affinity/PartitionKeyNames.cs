using System.Collections.Concurrent;
using System.Text;
using AlternatorHandler.Nodes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Affinity;

/// <summary>Knows the partition keys that options name, and learns those of other tables in the background, one question a table at a time.</summary>
internal sealed class PartitionKeyNames(
    IDictionary<string, string> configured,
    Func<string, CancellationToken, Task<TableDescription>> describe,
    TimeProvider timeProvider,
    ILogger logger,
    CancellationToken stopped) : IPartitionKeyNames
{
    // The official clients' figures: four tries from 100 ms on, doubling, and 5 minutes of rest after an answer that will not change soon.
    private const int MaxTries = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<byte[], byte[]> _known = new(
        configured.Select(pair => KeyValuePair.Create(Encoding.UTF8.GetBytes(pair.Key), Encoding.UTF8.GetBytes(pair.Value))),
        Utf8NameComparer.Instance);

    // Tables that are being learned, or at rest after a failure.
    private readonly ConcurrentDictionary<byte[], bool> _busy = new(Utf8NameComparer.Instance);

    public bool TryGet(scoped ReadOnlySpan<byte> table, out ReadOnlySpan<byte> keyName)
    {
        var isKnown = _known.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(table, out var name);
        keyName = name;
        return isKnown;
    }

    public void Unknown(ReadOnlySpan<byte> table)
    {
        if (_busy.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(table))
        {
            return;
        }

        var name = table.ToArray();
        if (_busy.TryAdd(name, true))
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => LearnAsync(name), CancellationToken.None);
            }
        }
    }

    /// <summary>Forgets what was learned of a table: it was dropped, or made anew with another key. What options say stays.</summary>
    public void Forget(string table)
    {
        if (!configured.ContainsKey(table))
        {
            _known.TryRemove(Encoding.UTF8.GetBytes(table), out _);
        }
    }

    private async Task LearnAsync(byte[] table)
    {
        var name = Encoding.UTF8.GetString(table);
        try
        {
            var rest = await TryLearnAsync(table, name).ConfigureAwait(false);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, timeProvider, stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Log.PartitionKeyNotLearned(logger, name, exception.Message, Rest);
            await Task.Delay(Rest, timeProvider, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _busy.TryRemove(table, out _);
    }

    /// <returns>How long not to ask again.</returns>
    private async Task<TimeSpan> TryLearnAsync(byte[] table, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var description = await describe(name, stopped).ConfigureAwait(false);
            if (description.PartitionKey is { } key)
            {
                _known[table] = Encoding.UTF8.GetBytes(key);
                return TimeSpan.Zero;
            }

            if (description.IsFinal || attempt == MaxTries)
            {
                Log.PartitionKeyNotLearned(logger, name, description.Failure, Rest);
                return Rest;
            }

            var delay = FirstDelay * Math.Pow(2, attempt - 1);
            await Task.Delay(delay * (0.8 + (0.4 * Chance.Source.NextDouble())), timeProvider, stopped).ConfigureAwait(false);
        }
    }
}
