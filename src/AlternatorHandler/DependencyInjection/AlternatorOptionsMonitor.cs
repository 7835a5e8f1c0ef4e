using System.Collections.Concurrent;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace AlternatorHandler.DependencyInjection;

/// <summary>Provides the current options of all clusters. An invalid configuration change is logged, and the previous options remain in effect.</summary>
/// <remarks>The monitor of .NET throws on the thread that detects the change, and has no options after an invalid change.</remarks>
internal sealed class AlternatorOptionsMonitor : IOptionsMonitor<AlternatorOptions>, IDisposable
{
    private readonly IOptionsFactory<AlternatorOptions> _factory;
    private readonly ILogger _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly ConcurrentDictionary<string, AlternatorOptions> _current = new();

    public AlternatorOptionsMonitor(IOptionsFactory<AlternatorOptions> factory, IEnumerable<IOptionsChangeTokenSource<AlternatorOptions>> sources, ILoggerFactory loggers)
    {
        _factory = factory;
        _logger = new NonThrowingLogger(loggers.CreateLogger("AlternatorHandler"));
        foreach (var source in sources)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Change, source.Name ?? Microsoft.Extensions.Options.Options.DefaultName));
        }
    }

    private event Action<AlternatorOptions, string?>? Changed;

    public AlternatorOptions CurrentValue => Get(Microsoft.Extensions.Options.Options.DefaultName);

    public AlternatorOptions Get(string? name) => _current.GetOrAdd(name ?? Microsoft.Extensions.Options.Options.DefaultName, _factory.Create);

    public IDisposable OnChange(Action<AlternatorOptions, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Change(string name)
    {
        try
        {
            var options = _factory.Create(name);
            _current[name] = options;
            Changed?.Invoke(options, name);
        }
        catch (Exception exception)
        {
            // This includes exceptions of the application's listeners, which must not reach the thread that watches the file.
            Log.ChangeIgnored(_logger, name, exception.Message);
        }
    }

    private sealed class Subscription(Action unsubscribe) : IDisposable
    {
        public void Dispose() => unsubscribe();
    }
}
