using System.Text;
using AlternatorHandler.Nodes;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.Affinity;

/// <summary>Learns the partition keys of the tables in requests, in the background, with at most one request at a time per table.</summary>
internal sealed class PartitionKeyLearner
{
    // The values of the official clients: four attempts with delays that double from 100 ms, and a pause of 5 minutes after a response that will not change soon.
    private const int MaxAttempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly PartitionKeyNames _names;
    private readonly ITableDescriber _describer;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopped;

    public PartitionKeyLearner(PartitionKeyNames names, ITableDescriber describer, TimeProvider timeProvider, ILogger logger, CancellationToken stopped)
    {
        (_names, _describer, _timeProvider, _logger, _stopped) = (names, describer, timeProvider, logger, stopped);
        names.UnknownTable += Start;
    }

    private void Start(byte[] table)
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => LearnAsync(table), CancellationToken.None);
        }
    }

    private async Task LearnAsync(byte[] table)
    {
        var name = Encoding.UTF8.GetString(table);
        try
        {
            var pause = await TryLearnAsync(table, name).ConfigureAwait(false);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _timeProvider, _stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Log.PartitionKeyNotLearned(_logger, name, exception.Message, Pause);
            await Task.Delay(Pause, _timeProvider, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _names.Release(table);
    }

    /// <returns>The time to wait before the table may be described again.</returns>
    private async Task<TimeSpan> TryLearnAsync(byte[] table, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var description = await _describer.DescribeAsync(name, _stopped).ConfigureAwait(false);
            if (description.PartitionKey is { } key)
            {
                _names.Add(table, Encoding.UTF8.GetBytes(key));
                return TimeSpan.Zero;
            }

            if (description.IsFinal || attempt == MaxAttempts)
            {
                Log.PartitionKeyNotLearned(_logger, name, description.Failure, Pause);
                return Pause;
            }

            await Task.Delay(Randomizer.Jitter(FirstDelay * Math.Pow(2, attempt - 1)), _timeProvider, _stopped).ConfigureAwait(false);
        }
    }
}
