using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AlternatorHandler.AspNetCore.Tests;

public sealed partial class PageTests
{
    private const string Hostile = """<img src=x onerror="alert(1)"></script><script>alert('2')</script>&amp;" event: x""" + "\n\ndata: {}\r\n";

    [TestCase("", "text/html")]
    [TestCase("/", "text/html")]
    [TestCase("/dashboard.js", "text/javascript")]
    [TestCase("/dashboard.css", "text/css")]
    [TestCase("/status", "application/json")]
    [TestCase("/events", "text/event-stream")]
    public async Task Every_response_forbids_what_it_does_not_need(string path, string type)
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Current);

        using var response = await app.Http.GetAsync($"alternator{path}", HttpCompletionOption.ResponseHeadersRead);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
            Assert.That(response.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:").And.Not.Contains("unsafe"));
            Assert.That(response.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
        });
    }

    [Test]
    public async Task Only_GET_is_allowed([Values("", "/status", "/events", "/dashboard.js")] string path, [Values("POST", "PUT", "DELETE", "PATCH")] string method)
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Current);

        using var request = new HttpRequestMessage(new HttpMethod(method), $"alternator{path}");
        using var response = await app.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [Test]
    public async Task The_page_has_nothing_inline_and_nothing_from_other_hosts()
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Current);

        var page = await app.Http.GetStringAsync("alternator");
        var links = Link().Matches(page).Select(match => match.Groups[1].Value);

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Match("<style|style=|\\son\\w+=|<script(?![^>]*src=)"));
            Assert.That(links, Is.EquivalentTo(["data:,", "./alternator/dashboard.css", "./alternator/dashboard.js", "./alternator/status"]));
        });
    }

    [TestCase("/alternator", "./alternator/")]
    [TestCase("/alternator/", "./")]
    [TestCase("/", "./")]
    [TestCase("", "./")]
    [TestCase("/ops/scylla", "./scylla/")]
    [TestCase("//evil.example", "./evil.example/")]
    [TestCase("/javascript:alert(1)", "./javascript:alert(1)/")]
    [TestCase("/\"><script>", "./%22%3E%3Cscript%3E/")]
    public void Links_are_relative_to_the_page(string path, string expected) => Assert.That(WebUtility.HtmlDecode(PageAddress.GetBase(new PathString(path))), Is.EqualTo(expected));

    [Test]
    public async Task Text_from_a_node_cannot_break_out_of_the_JSON_or_the_event()
    {
        var cluster = new FakeClusterStatus(1, Hostile);
        cluster.SetState(0, AlternatorNodeState.Down, Hostile);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);

        var text = await app.Http.GetStringAsync("alternator/status");
        var events = app.EventsAsync().GetAsyncEnumerator();
        await using var end = events;
        await events.MoveNextAsync();
        var status = events.Current.Status["clusters"]![0]!;

        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Not.Contain('<').And.Not.Contain('>').And.Not.Contain('\n').And.Not.Contain('\''));
            Assert.That(status["nodes"]![0]!["lastFailure"]!.GetValue<string>(), Is.EqualTo(Hostile));
            Assert.That(status["transitions"]![0]!["reason"]!.GetValue<string>(), Is.EqualTo(Hostile));
            Assert.That(status["discovery"]!["failure"]!.GetValue<string>(), Is.EqualTo(Hostile));
        });
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Link();
}
