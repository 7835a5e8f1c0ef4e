using Amazon.Runtime;

namespace AspNetCoreApi.Orders;

/// <summary>Creates the table in the background, so that the service starts while no node is usable.</summary>
internal sealed partial class TableCreation(OrderStore store, ILogger<TableCreation> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryCreateAsync(stoppingToken))
        {
            await Task.Delay(RetryDelay, TimeProvider.System, stoppingToken);
        }
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.CreateTableAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or AmazonServiceException)
        {
            LogNotCreated(exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The table of orders does not exist yet: {Reason}")]
    private partial void LogNotCreated(string reason);
}
