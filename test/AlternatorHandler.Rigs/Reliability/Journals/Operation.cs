using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Journals;

/// <summary>An operation under way.</summary>
internal readonly struct Operation(Journal journal, int number)
{
    public const string MarkStart = "op-";

    /// <summary>Gets what the request carries, so that the tables' log can be read.</summary>
    public string Mark => $"{MarkStart}{number}";

    /// <summary>Runs it and writes down what came of it.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    public async Task<bool> RunAsync(Func<Task> request)
    {
        var (isAcknowledged, _) = await RunAsync(async () =>
        {
            await request();
            return true;
        });
        return isAcknowledged;
    }

    /// <summary>Runs it and writes down what came of it.</summary>
    /// <returns>Whether it was acknowledged, and its result.</returns>
    public async Task<(bool IsAcknowledged, T? Result)> RunAsync<T>(Func<Task<T>> request)
    {
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var result = await request();
            journal.Ended(number, Outcome.Acknowledged, failure: null, TimeProvider.System.GetElapsedTime(start));
            return (true, result);
        }
        catch (ConditionFailedException failure)
        {
            journal.Ended(number, Outcome.ConditionFailed, failure, TimeProvider.System.GetElapsedTime(start));
        }
        catch (Exception failure)
        {
            journal.Ended(number, Outcome.Failed, failure, TimeProvider.System.GetElapsedTime(start));
        }

        return default;
    }
}
