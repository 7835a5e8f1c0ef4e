using Microsoft.Extensions.Logging;

namespace AlternatorHandler.UnitTests.Support;

/// <summary>A sink that is full: it throws whatever it is told, and counts it.</summary>
internal sealed class FailingLogger : ILogger, ILoggerProvider
{
    private int _told;

    public int Told => Volatile.Read(ref _told);

    /// <summary>Gets a value indicating whether it throws already when it is asked what it wants to know.</summary>
    public bool FailsToTell { get; init; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => FailsToTell ? throw new InvalidOperationException("out of order") : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _told);
        throw new IOException("disk full");
    }

    public void Dispose()
    {
    }
}
