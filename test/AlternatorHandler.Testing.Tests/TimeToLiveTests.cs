using System.Globalization;
using AlternatorHandler.Testing.Tests.Support;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace AlternatorHandler.Testing.Tests;

public class TimeToLiveTests
{
    private const long Now = 1_800_000_000;
    private const long Year = 365 * 24 * 60 * 60;

    private ManualTimeProvider _clock = null!;
    private AlternatorTestCluster _cluster = null!;
    private AmazonDynamoDBClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(Now));
        _cluster = await AlternatorTestCluster.StartAsync(options => options.TimeProvider = _clock);
        await Tables.CreateAsync(_cluster);
        _client = SdkClient.Create(_cluster[0]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [Test]
    public async Task The_time_to_live_is_described_as_it_was_updated()
    {
        Assert.That(await DescribeAsync(), Is.EqualTo("DISABLED "));

        var response = await UpdateAsync("expires", enabled: true);

        Assert.That((response.TimeToLiveSpecification.AttributeName, response.TimeToLiveSpecification.Enabled), Is.EqualTo(("expires", (bool?)true)));
        Assert.That(await DescribeAsync(), Is.EqualTo("ENABLED expires"));
        await UpdateAsync("expires", enabled: false);
        Assert.That(await DescribeAsync(), Is.EqualTo("DISABLED "));
    }

    [TestCase(true, "expires", true, "TTL is already enabled")]
    [TestCase(true, "other", true, "TTL is already enabled")]
    [TestCase(true, "other", false, "Requested to disable TTL on attribute other, but a different attribute expires is enabled.")]
    [TestCase(false, "expires", false, "TTL is already disabled")]
    [TestCase(false, "", true, "The length of AttributeName must be between 1 and 255")]
    public async Task An_invalid_update_is_rejected(bool isEnabled, string attribute, bool enables, string message)
    {
        if (isEnabled)
        {
            await UpdateAsync("expires", enabled: true);
        }

        Assert.That(() => UpdateAsync(attribute, enables), Throws.InstanceOf<AmazonDynamoDBException>().With.Message.EqualTo(message));
        Assert.That(await DescribeAsync(), Is.EqualTo(isEnabled ? "ENABLED expires" : "DISABLED "));
    }

    [Test]
    public async Task An_item_expires_at_the_time_in_its_attribute_on_every_node()
    {
        using var other = SdkClient.Create(_cluster[1]);
        await PutAsync("before", Now + 10);
        await UpdateAsync("expires", enabled: true);
        await PutAsync("after", Now + 10);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That(await IdsAsync(other), Is.EquivalentTo(["before", "after"]));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await IdsAsync(other), Is.Empty);
        Assert.That((await other.DescribeTableAsync("items")).Table.ItemCount, Is.Zero);
    }

    [Test]
    public async Task Items_without_a_valid_time_and_items_that_expired_years_ago_stay()
    {
        await UpdateAsync("expires", enabled: true);
        await PutAsync("none", expires: null);
        await PutAsync("text", new AttributeValue($"{Now - 1}"));
        await PutAsync("old", Now - (5 * Year));
        await PutAsync("large", new AttributeValue { N = "1e100" });
        await PutAsync("recent", Now - (5 * Year) + 1);
        await PutAsync("fraction", new AttributeValue { N = $"{Now}.9" });

        Assert.That(await IdsAsync(_client), Is.EquivalentTo(["none", "text", "old", "large"]));
    }

    [Test]
    public async Task An_item_that_is_written_with_a_later_time_does_not_expire_at_the_earlier_one()
    {
        await UpdateAsync("expires", enabled: true);
        await PutAsync("1", Now + 10);
        await PutAsync("1", Now + 20);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await IdsAsync(_client), Is.EqualTo(["1"]));

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await IdsAsync(_client), Is.Empty);
    }

    [Test]
    public async Task Items_do_not_expire_after_the_time_to_live_is_disabled()
    {
        await UpdateAsync("expires", enabled: true);
        await PutAsync("1", Now + 10);
        await UpdateAsync("expires", enabled: false);

        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.That(await IdsAsync(_client), Is.EqualTo(["1"]));
    }

    private static async Task<IEnumerable<string>> IdsAsync(AmazonDynamoDBClient client) =>
        (await client.ScanAsync(new ScanRequest("items"))).Items?.Select(item => item["id"].S) ?? [];

    private Task<UpdateTimeToLiveResponse> UpdateAsync(string attribute, bool enabled) => _client.UpdateTimeToLiveAsync(new UpdateTimeToLiveRequest
    {
        TableName = "items",
        TimeToLiveSpecification = new() { AttributeName = attribute, Enabled = enabled },
    });

    private async Task<string> DescribeAsync()
    {
        var description = (await _client.DescribeTimeToLiveAsync("items")).TimeToLiveDescription;
        return $"{description.TimeToLiveStatus} {description.AttributeName}";
    }

    private Task PutAsync(string id, long expires) => PutAsync(id, new AttributeValue { N = expires.ToString(CultureInfo.InvariantCulture) });

    private async Task PutAsync(string id, AttributeValue? expires)
    {
        var item = new Dictionary<string, AttributeValue> { ["id"] = new(id) };
        if (expires is not null)
        {
            item["expires"] = expires;
        }

        await _client.PutItemAsync("items", item);
    }
}
