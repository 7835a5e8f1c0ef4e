using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text.RegularExpressions;
using AlternatorHandler.Outcomes;
using AlternatorHandler.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlternatorHandler.UnitTests.Telemetry;

/// <summary>Compares the tables of the pages with the code.</summary>
public sealed partial class TelemetryDocumentTests
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
    public void Each_event_of_the_code_has_a_row_that_says_what_to_do_and_each_row_an_event() =>
        Assert.That(
            EventRow().Matches(TroubleshootingPage).Select(row => (int.Parse(row.Groups["id"].Value, CultureInfo.InvariantCulture), row.Groups["name"].Value, row.Groups["level"].Value)),
            Is.EqualTo(Events.Select(message => (message.EventId, message.EventName, message.Level.ToString()))));

    [Test]
    public void Events_have_ids_and_names_of_their_own()
    {
        Assert.That(Events.Select(message => message.EventId), Is.Unique);
        Assert.That(Events.Select(message => message.EventName), Is.Unique);
    }

    [Test]
    public void The_table_of_instruments_is_that_of_the_code()
    {
        var instruments = Instruments();

        Assert.That(
            InstrumentRow().Matches(TelemetryPage).Select(row => (row.Groups["name"].Value, row.Groups["type"].Value, row.Groups["unit"].Value)),
            Is.EquivalentTo(instruments.Select(instrument => (instrument.Name, TypeOf(instrument), instrument.Unit))));
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
    public void The_troubleshooting_page_has_a_row_for_the_reason(SocketError error) =>
        Assert.That(ReasonRow().Matches(TroubleshootingPage).SelectMany(row => row.Groups["reasons"].Value.Split(", ")), Does.Contain(FailureReason.FromSocketError(error)));

    private static IEnumerable<string> Outcomes() => Enum.GetValues<AlternatorAttemptOutcome>().Select(kind => kind.GetName()).Distinct();

    private static string TypeOf(Instrument instrument) => instrument switch
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
