using AlternatorHandler.Rigs.Reliability.Chaos;
using AlternatorHandler.Rigs.Reliability.Journals;
using AlternatorHandler.Rigs.Reliability.Load;
using AlternatorHandler.Testing;

namespace AlternatorHandler.Rigs.Tests;

/// <summary>Verifies that the checks of a run detect violations.</summary>
public sealed class JudgeTests
{
    private const int MaxAttempts = 4;

    private static readonly Order Written = Order.New("w00", "w00-1", "op-1;w00-1");

    // Outcome, named attempts, applications, and whether that is a contradiction.
    [TestCase("Put", "Acknowledged", 0, 1, false)]
    [TestCase("Put", "Acknowledged", 0, 2, false)]
    [TestCase("Put", "Acknowledged", 0, 0, true)]
    [TestCase("Put", "Acknowledged", 0, 5, true)]
    [TestCase("Put", "Failed", 2, 2, false)]
    [TestCase("Put", "Failed", 2, 3, true)]
    [TestCase("Add", "Acknowledged", 0, 1, false)]
    [TestCase("Add", "Acknowledged", 0, 0, true)]
    [TestCase("Add", "Acknowledged", 0, 2, true)]
    [TestCase("Add", "Failed", 1, 1, false)]
    [TestCase("Add", "Failed", 1, 0, false)]
    [TestCase("Add", "Failed", 2, 2, true)]
    [TestCase("ConditionalPut", "ConditionFailed", 0, 1, true)]
    [TestCase("Get", "Acknowledged", 0, 0, false)]
    [TestCase("Get", "UnderWay", 0, 0, true)]
    public void The_tables_log_contradicts(string kind, string outcome, byte attempts, byte applications, bool expected)
    {
        var entry = new JournalEntry(Enum.Parse<WorkKind>(kind), Enum.Parse<Outcome>(outcome), attempts, applications, TimeSpan.Zero);

        Assert.That(Contradictions.Of([entry], MaxAttempts), expected ? Is.Not.Empty : Is.Empty);
    }

    [Test]
    public void An_acknowledged_order_must_be_there_and_be_its_own()
    {
        var entry = new OrderEntry(Written);

        Assert.That(entry.Contradiction(Written), Is.Null);
        Assert.That(entry.Contradiction(null), Does.Contain("missing"));
        Assert.That(entry.Contradiction(Written with { Body = "op-2;w00-1" }), Does.Contain("another request"));
        Assert.That(entry.Contradiction(Written with { Id = "w00-2" }), Does.Contain("another request"));

        entry.MayBeAbsent = true;
        Assert.That(entry.Contradiction(null), Is.Null);
    }

    [Test]
    public void A_failed_change_may_be_there_and_an_acknowledged_one_must()
    {
        var entry = new OrderEntry(Written);
        entry.MarkSet("op-2", isAcknowledged: true);
        entry.MarkSet("op-3", isAcknowledged: false);
        entry.Hit(isAcknowledged: true);
        entry.Hit(isAcknowledged: false);

        Assert.That(entry.Contradiction(Written with { Mark = "op-2", Hits = 1 }), Is.Null);
        Assert.That(entry.Contradiction(Written with { Mark = "op-3", Hits = 2 }), Is.Null);
        Assert.That(entry.Contradiction(Written with { Hits = 1 }), Does.Contain("marked"));
        Assert.That(entry.Contradiction(Written with { Mark = "op-2" }), Does.Contain("lost hits"));
        Assert.That(entry.Contradiction(Written with { Mark = "op-2", Hits = 3 }), Does.Contain("too many hits"));
    }

    [Test]
    public async Task A_failure_must_name_its_attempts_or_be_a_response_of_a_node()
    {
        var journal = new Journal();

        await journal.Begin(WorkKind.Get).RunAsync(() => throw new NodeAnswerException(500, "{}"));
        await journal.Begin(WorkKind.Get).RunAsync(() => throw new HttpRequestException("10.0.0.1 reset") { Data = { ["AlternatorHandler.Attempts"] = new[] { "10.0.0.1 reset" } } });
        Assert.That(journal.Violations, Is.Empty);

        await journal.Begin(WorkKind.Get).RunAsync(() => throw new HttpRequestException("reset"));
        await journal.Begin(WorkKind.Get).RunAsync(() => throw new HttpRequestException("reset") { Data = { ["AlternatorHandler.Attempts"] = new[] { "10.0.0.1 reset" } } });
        Assert.That(journal.Violations, Has.Count.EqualTo(2));
        Assert.That(journal.Close(MaxAttempts).FailedOf(WorkGroup.Read), Is.EqualTo(4));
    }

    [Test]
    public async Task A_write_that_is_applied_twice_is_counted_by_both_clients()
    {
        var journal = new Journal();
        await using var cluster = await AlternatorTestCluster.StartAsync(options => options.OperationExecuted = journal.Executed);
        await using var client = new BalancedClient(cluster.Addresses[0]);
        await client.Sdk.CreateTableAsync();
        foreach (var store in new[] { client.Sdk, client.Typed })
        {
            var add = journal.Begin(WorkKind.Add);
            await add.RunAsync(async () =>
            {
                await store.AddAsync("w00", "w00-1", add.Mark);
                await store.AddAsync("w00", "w00-1", add.Mark);
            });
        }

        Assert.That(journal.Close(MaxAttempts).DuplicateAdds, Is.EqualTo(2));
        Assert.That(journal.Violations, Has.Count.EqualTo(2));
    }

    [Test]
    public void Resources_that_are_still_held_are_reported()
    {
        var start = new Resources(Memory: 1_000_000, Threads: 20, Sockets: 2, Timers: 3);

        Assert.That(start.Excess(start), Is.Null);
        Assert.That((start with { Memory = 2_000_000, Threads = 22, Timers = 5 }).Excess(start), Is.Null);
        Assert.That((start with { Memory = 20_000_000 }).Excess(start), Is.Not.Null);
        Assert.That((start with { Threads = 40 }).Excess(start), Is.Not.Null);
        Assert.That((start with { Sockets = 3 }).Excess(start), Is.Not.Null);
        Assert.That((start with { Timers = 12 }).Excess(start), Is.Not.Null);
    }
}
