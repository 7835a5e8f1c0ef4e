using Microsoft.Extensions.Logging.Testing;

namespace AlternatorHandler.TestSupport;

/// <summary>Selects records of a fake logger by the names of their events.</summary>
internal static class FakeLogExtensions
{
    extension(FakeLogCollector collector)
    {
        public IEnumerable<string> Messages => collector.GetSnapshot().Select(record => record.Message);

        public IReadOnlyList<FakeLogRecord> Of(string eventName) => [.. collector.GetSnapshot().Where(record => record.Id.Name == eventName)];
    }

    extension(FakeLogger logger)
    {
        public IEnumerable<string> Messages => logger.Collector.Messages;

        /// <summary>Gets the records as <c>Warning NodeDown: message</c>.</summary>
        public IReadOnlyList<string> Lines => [.. logger.Collector.GetSnapshot().Select(record => $"{record.Level} {record.Id.Name}: {record.Message}")];

        public int Count(string eventName) => logger.Collector.Of(eventName).Count;
    }
}
