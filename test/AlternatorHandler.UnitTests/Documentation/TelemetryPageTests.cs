using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.UnitTests.Documentation;

/// <summary>Compares the tables of the telemetry and troubleshooting pages with the code.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly string Repository = TestSupport.Repository.Root;

    private static readonly string TelemetryPage = File.ReadAllText(Path.Combine(Repository, "src", "docs", "telemetry.md"));

    private static readonly string TroubleshootingPage = File.ReadAllText(Path.Combine(Repository, "src", "docs", "troubleshooting.md"));

    private static readonly LoggerMessageAttribute[] Events =
    [
        .. typeof(IAlternatorCluster).Assembly.GetTypes()
            .Where(type => type.Name == "Log")
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(message => message.EventId),
    ];

    [Test]
    public void The_troubleshooting_page_has_a_row_for_each_log_event_and_no_other() =>
        Assert.That(
            EventRow().Matches(TroubleshootingPage).Select(row => (int.Parse(row.Groups["id"].Value, CultureInfo.InvariantCulture), row.Groups["name"].Value, row.Groups["level"].Value)),
            Is.EqualTo(Events.Select(message => (message.EventId, message.EventName, message.Level.ToString()))));

    [Test]
    public void Log_events_have_unique_ids_and_names()
    {
        Assert.That(Events.Select(message => message.EventId), Is.Unique);
        Assert.That(Events.Select(message => message.EventName), Is.Unique);
    }

    [Test]
    public void The_telemetry_page_lists_the_instruments_of_the_code()
    {
        var instruments = Instruments();

        Assert.That(
            InstrumentRow().Matches(TelemetryPage).Select(row => (row.Groups["name"].Value, row.Groups["type"].Value, row.Groups["unit"].Value)),
            Is.EquivalentTo(instruments.Select(instrument => (instrument.Name, GetTypeName(instrument), instrument.Unit))));
        Assert.That(instruments.Select(instrument => instrument.Description), Has.None.Null);
    }

    private static List<Instrument> Instruments()
    {
        using var meters = new TestMeterFactory();
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters)
            {
                instruments.Add(instrument);
            }
        };
        _ = new AlternatorMetrics(meters);
        listener.Start();
        return instruments;
    }

    [TestCaseSource(nameof(Outcomes))]
    public void The_telemetry_page_lists_each_outcome_of_an_attempt(string outcome) => Assert.That(TelemetryPage, Does.Contain($"`{outcome}`"));

    [TestCase(SocketError.ConnectionRefused)]
    [TestCase(SocketError.ConnectionReset)]
    [TestCase(SocketError.HostUnreachable)]
    [TestCase(SocketError.HostNotFound)]
    [TestCase(SocketError.TimedOut)]
    public void The_troubleshooting_page_has_a_row_for_each_failure_reason(SocketError error) =>
        Assert.That(ReasonRow().Matches(TroubleshootingPage).SelectMany(row => row.Groups["reasons"].Value.Split(", ")), Does.Contain(FailureReason.FromSocketError(error)));

    private static IEnumerable<string> Outcomes() => Enum.GetValues<AlternatorAttemptOutcome>().Select(kind => kind.GetName()).Distinct();

    private static string GetTypeName(Instrument instrument) => instrument switch
    {
        Histogram<double> or Histogram<int> => "histogram",
        Counter<long> => "counter",
        ObservableGauge<int> or ObservableGauge<double> => "observable gauge",
        ObservableUpDownCounter<int> => "observable up-down counter",
        _ => instrument.GetType().Name,
    };

    [GeneratedRegex(@"^\| (?<id>\d+) \| `(?<name>\w+)` \| (?<level>\w+) \| [^|\s][^|]{9,}\| [^|\s][^|]{6,}\|\r?$", RegexOptions.Multiline)]
    private static partial Regex EventRow();

    [GeneratedRegex(@"^\| (?<reasons>[^|`]+) \| [^|\s][^|]{6,}\|\r?$", RegexOptions.Multiline)]
    private static partial Regex ReasonRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<type>[a-z -]+) \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
