using System.IO.Compression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.UnitTests.Options;

public sealed class WireOptionsTests
{
    [Test]
    public void Of_the_wire_options_only_the_user_agent_is_enabled_by_default()
    {
        var options = Bind();

        Assert.That(options.RequestCompression, Is.EqualTo(new { Enabled = false, MinSizeBytes = 1024, Level = CompressionLevel.Fastest }).UsingPropertiesComparer(c => c.CompareOnlyCommonProperties()));
        Assert.That(options.ResponseCompression.Enabled, Is.False);
        Assert.That(options.HeaderTrimming.Enabled, Is.False);
        Assert.That(options.HeaderTrimming.Keep, Is.Empty);
        Assert.That(options.UserAgent.Mode, Is.EqualTo(AlternatorUserAgentMode.Add));
    }

    [Test]
    public void All_wire_options_can_be_set_by_configuration()
    {
        var options = Bind(
            ("RequestCompression:Enabled", "true"),
            ("RequestCompression:MinSizeBytes", "0"),
            ("RequestCompression:Level", "SmallestSize"),
            ("ResponseCompression:Enabled", "true"),
            ("HeaderTrimming:Enabled", "true"),
            ("HeaderTrimming:Keep:0", "X-Tenant"),
            ("UserAgent:Mode", "Replace"),
            ("UserAgent:Product", "shop/1"));

        Assert.That(options.RequestCompression.Enabled && options.ResponseCompression.Enabled && options.HeaderTrimming.Enabled, Is.True);
        Assert.That(options.RequestCompression.MinSizeBytes, Is.Zero);
        Assert.That(options.RequestCompression.Level, Is.EqualTo(CompressionLevel.SmallestSize));
        Assert.That(options.HeaderTrimming.Keep, Is.EqualTo(["X-Tenant"]));
        Assert.That(options.UserAgent.Mode, Is.EqualTo(AlternatorUserAgentMode.Replace));
        Assert.That(options.UserAgent.Product, Is.EqualTo("shop/1"));
    }

    [TestCase("RequestCompression:MinSizeBytes", "-1", "RequestCompression:MinSizeBytes (-1) must be between 0 and 16777216.")]
    [TestCase("RequestCompression:MinSizeBytes", "16777217", "RequestCompression:MinSizeBytes (16777217) must be between 0 and 16777216.")]
    [TestCase("RequestCompression:Level", "17", "Level")]
    [TestCase("UserAgent:Mode", "17", "Mode")]
    [TestCase("UserAgent:Product", "", "Product")]
    [TestCase("UserAgent:Product", "shop/1\r\nX-Evil: 1", "Product")]
    [TestCase("UserAgent:Product", "grünzeug/1", "Product")]
    [TestCase("HeaderTrimming:Keep:0", "X Tenant", "HeaderTrimming:Keep:0 (X Tenant) must be a valid header name.")]
    [TestCase("HeaderTrimming:Keep:0", "X-Tenant:", "HeaderTrimming:Keep:0 (X-Tenant:) must be a valid header name.")]
    public void An_invalid_wire_option_is_rejected_with_a_message(string key, string value, string message)
    {
        Assert.That(() => Bind((key, value)), Throws.TypeOf<OptionsValidationException>().With.Message.Contains(message));
    }

    private static AlternatorOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append(("Seeds:0", "http://10.0.0.1:8000")).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)))
            .Build();
        using var services = new ServiceCollection().AddAlternatorLoadBalancing(configuration).Services.BuildServiceProvider();
        return services.GetRequiredService<IOptions<AlternatorOptions>>().Value;
    }
}
