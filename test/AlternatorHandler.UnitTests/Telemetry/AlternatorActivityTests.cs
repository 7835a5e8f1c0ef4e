using System.Diagnostics;
using System.Net;
using AlternatorHandler.UnitTests.Support;

namespace AlternatorHandler.UnitTests.Telemetry;

public sealed class AlternatorActivityTests
{
    [Test]
    public async Task A_request_is_one_span_with_its_node_as_tags_and_its_attempts_as_events()
    {
        using var activities = new RecordedActivities();
        Activity? current = null;
        await using var pipeline = new TestPipeline(sent =>
        {
            current = Activity.Current;
            return sent.Number == 0 ? throw StubTransport.Refused() : StubTransport.Respond(HttpStatusCode.OK);
        });

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        var span = activities.Ended.Single();
        var hosts = pipeline.Attempts.Select(sent => sent.Uri.Host).ToArray();
        Assert.That((span.OperationName, span.Kind, span.Status), Is.EqualTo(("GetItem", ActivityKind.Client, ActivityStatusCode.Unset)));
        Assert.That(activities.TagsAtStart, Is.EqualTo("db.system.name=scylladb.alternator, alternator.cluster=, db.operation.name=GetItem"), "a sampler receives these tags");
        Assert.That((span.GetTagItem("server.address"), span.GetTagItem("server.port"), span.GetTagItem("error.type")), Is.EqualTo((hosts[1], 1, (string?)null)));
        Assert.That(span.Events.Select(Describe), Is.EqualTo([$"attempt {hosts[0]}:1 not_sent", $"attempt {hosts[1]}:1 answered"]));
        Assert.That(current, Is.SameAs(span), "the handlers below run inside the span");
        Assert.That(Activity.Current, Is.Null, "the span ends with the request");
    }

    [Test]
    public async Task The_span_of_a_failed_request_has_an_error_status_with_its_message()
    {
        using var activities = new RecordedActivities();
        await using var pipeline = new TestPipeline(_ => throw StubTransport.Refused());

        Assert.That(async () => await pipeline.SendAsync(TestCall.Request("GetItem")), Throws.InstanceOf<HttpRequestException>());

        var span = activities.Ended.Single();
        Assert.That((span.Status, span.GetTagItem("error.type"), span.GetTagItem("server.address")), Is.EqualTo((ActivityStatusCode.Error, "not_sent", (string?)null)));
        Assert.That(span.StatusDescription, Does.StartWith("No usable Alternator node: "));
    }

    [Test]
    public async Task The_span_of_an_error_response_has_an_error_status_and_the_node_that_sent_it()
    {
        using var activities = new RecordedActivities();
        await using var pipeline = new TestPipeline(_ => StubTransport.Respond(HttpStatusCode.BadRequest, """{"__type":"x#ValidationException"}"""));

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        var span = activities.Ended.Single();
        Assert.That((span.Status, span.GetTagItem("error.type"), span.GetTagItem("server.address")), Is.EqualTo((ActivityStatusCode.Error, "ValidationException", pipeline.Attempts.Single().Uri.Host)));
    }

    [Test]
    public async Task The_span_of_a_request_without_an_operation_has_the_name_of_the_system()
    {
        using var activities = new RecordedActivities();
        await using var pipeline = new TestPipeline(_ => StubTransport.Respond(HttpStatusCode.OK));
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://service/");

        using var response = await pipeline.SendAsync(request);

        Assert.That(activities.Ended.Single().OperationName, Is.EqualTo("scylladb.alternator"));
    }

    [Test]
    public async Task A_span_that_is_not_sampled_has_no_tags_and_no_events()
    {
        using var activities = new RecordedActivities(ActivitySamplingResult.PropagationData);
        await using var pipeline = new TestPipeline(_ => StubTransport.Respond(HttpStatusCode.OK));

        using var response = await pipeline.SendAsync(TestCall.Request("GetItem"));

        Assert.That(activities.Ended.Single().Events, Is.Empty);
        Assert.That(activities.Ended.Single().GetTagItem("server.address"), Is.Null);
    }

    private static string Describe(ActivityEvent attempt)
    {
        var tags = attempt.Tags.ToDictionary();
        return $"{attempt.Name} {tags["server.address"]}:{tags["server.port"]} {tags["alternator.attempt.outcome"]}";
    }
}
