using AlternatorHandler.Testing;
using Microsoft.Playwright;

namespace AlternatorHandler.AspNetCore.Tests.Browser;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BrowserTests
{
    /// <summary>Names the file that the picture for the README is written to.</summary>
    private const string PictureVariable = "ALTERNATOR_DASHBOARD_PICTURE";

    private Chromium _browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        if (Chromium.Executable is null)
        {
            Assert.Ignore("Chromium is not installed: apt-get install chromium.");
        }

        _browser = await Chromium.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task A_node_that_dies_and_returns_is_seen_to(ColorScheme scheme)
    {
        await using var cluster = await AlternatorTestCluster.StartAsync();
        await using var app = await DashboardApp.OfAsync(cluster, options => options.HealthProbe.ProbationPeriod = 3.Seconds());
        await Orders.CreateAsync(app.DynamoDB);
        await using var load = Workers.Start(2, i => app.DynamoDB.GetItemAsync(Orders.Get($"{i}")));
        await using var page = await _browser.OpenAsync(app.Page, scheme);
        var row = page.Row($"http://{cluster[1].Host}:{cluster.Port}");

        await DashboardPage.CountsAsync(page.Rows, 3);
        await DashboardPage.SeesAsync(row.Locator(".state"), "Up");
        await DashboardPage.SeesAsync(row.Locator(".traffic"), "%");
        await DashboardPage.SeesAsync(row.Locator(".latency"), "ms");
        await DashboardPage.CountsAsync(page.Page.Locator("polyline[points*=' ']"), 3);
        await DashboardPage.SeesAsync(page.Page.Locator("#connection"), "Live");
        await DashboardPage.SeesAsync(page.Page.Locator(".tiers"), "the whole cluster: 3 of 3 usable, serving");

        await cluster[1].KillAsync();
        await DashboardPage.SeesAsync(row.Locator(".state"), "Down");
        await Assertions.Expect(row.Locator(".failure")).Not.ToBeEmptyAsync();
        await DashboardPage.SeesAsync(page.Page.Locator(".summary"), "2 up, 1 down");
        await DashboardPage.SeesAsync(page.Page.Locator("#announcements"), $"{cluster[1].Host}:{cluster.Port} is down");
        await DashboardPage.SeesAsync(page.Page.Locator(".transitions"), "Up → Down");

        await cluster[1].StartAsync();
        await DashboardPage.SeesAsync(row.Locator(".state"), "Probation");
        await DashboardPage.SeesAsync(row.Locator(".state"), "Up");
        await DashboardPage.SeesAsync(page.Page.Locator(".transitions"), "Probation → Up");
        page.HasNoComplaints();
        Assert.That(page.Requested.Select(uri => (uri.Authority, Last: uri.Segments[^1])).Distinct(), Is.EquivalentTo(
            new[] { "alternator", "dashboard.css", "dashboard.js", "events" }.Select(path => (app.Page.Authority, path))));
    }

    [Test]
    public async Task Two_hundred_nodes_can_be_filtered_and_sorted_while_one_dies_and_returns()
    {
        var cluster = new FakeClusterStatus(200);
        await using var app = await DashboardApp.OfAsync(() => cluster.Status);
        await using var page = await _browser.OpenAsync(app.Page);
        await DashboardPage.CountsAsync(page.Rows, 200);
        await DashboardPage.CountsAsync(page.Page.Locator(".map li"), 200);

        cluster.Enter(123, AlternatorNodeState.Down, "connection refused");
        await DashboardPage.SeesAsync(page.Row("http://10.0.0.124:8000").Locator(".state"), "Down");
        await page.Page.Locator("button[data-sort=state]").ClickAsync();
        await DashboardPage.SeesAsync(page.Rows.First, "10.0.0.124:8000");
        Assert.That(await page.Page.Locator("th[aria-sort]").GetAttributeAsync("aria-sort"), Is.EqualTo("descending"));

        await page.Page.GetByLabel("Filter").FillAsync("refused");
        await DashboardPage.CountsAsync(page.Rows, 1);
        await DashboardPage.SeesAsync(page.Page.Locator(".shown"), "1 of 200 shown");
        await page.Page.GetByLabel("Filter").FillAsync("rack1");
        await DashboardPage.CountsAsync(page.Rows, 67);
        await page.Page.GetByLabel("Filter").FillAsync("");
        await page.Page.GetByRole(AriaRole.Combobox, new() { Name = "State" }).SelectOptionAsync("Down");
        await DashboardPage.CountsAsync(page.Rows, 1);

        cluster.Enter(123, AlternatorNodeState.Up);
        await DashboardPage.CountsAsync(page.Rows, 0);
        await page.Page.Locator(".map button[aria-label='10.0.0.124:8000: Up']").ClickAsync();
        await DashboardPage.CountsAsync(page.Rows, 200);
        await Assertions.Expect(page.Row("http://10.0.0.124:8000")).ToBeFocusedAsync();
        cluster.Remove(5);
        await DashboardPage.CountsAsync(page.Rows, 199);
        await Assertions.Expect(page.Row("http://10.0.0.124:8000")).ToBeFocusedAsync();
        page.HasNoComplaints();
    }

    [Test]
    public async Task Text_from_a_node_is_shown_and_not_executed()
    {
        const string hostile = "<img src=x onerror=alert(1)><script>document.title='taken'</script><b id='taken'>";
        var cluster = new FakeClusterStatus(2, hostile);
        cluster.Enter(0, AlternatorNodeState.Down, hostile);
        await using var app = await DashboardApp.OfAsync(() => cluster.Status);
        await using var page = await _browser.OpenAsync(app.Page);

        await DashboardPage.SeesAsync(page.Rows.First.Locator(".failure"), hostile);
        await DashboardPage.SeesAsync(page.Page.Locator(".transitions"), hostile);
        await DashboardPage.SeesAsync(page.Page.Locator(".discovery"), hostile);
        await DashboardPage.CountsAsync(page.Page.Locator("#taken, img, body script"), 0);
        Assert.That(await page.Page.TitleAsync(), Is.EqualTo("Alternator clusters"));
        page.HasNoComplaints();
    }

    [Test]
    public async Task An_inline_script_would_be_noticed()
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Status);
        await using var page = await _browser.OpenAsync(app.Page);
        await page.Page.EvaluateAsync("document.head.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))");

        Assert.That(page.HasNoComplaints, Throws.InstanceOf<AssertionException>());
    }

    [Test]
    public async Task A_lost_connection_is_shown()
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Status);
        await using var page = await _browser.OpenAsync(app.Page);
        await DashboardPage.SeesAsync(page.Page.Locator("#connection"), "Live");

        await app.StopAsync();

        await DashboardPage.SeesAsync(page.Page.Locator("#connection"), "Connection lost");
    }

    [Test]
    public async Task The_picture_for_the_README_is_taken_when_asked_for()
    {
        if (Environment.GetEnvironmentVariable(PictureVariable) is not { Length: > 0 } file)
        {
            Assert.Pass($"{PictureVariable} does not say where to.");
            return;
        }

        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 6;
            options.Placement = i => new() { Datacenter = "dc1", Rack = i < 4 ? "rack1" : "rack2" };
        });
        await using var app = await DashboardApp.OfAsync(cluster, options =>
        {
            options.Scopes.Add(new RoutingScope("dc1", "rack1"));
            options.Scopes.Add(new RoutingScope("dc1"));
        });
        await Orders.CreateAsync(app.DynamoDB);
        await using var load = Workers.Start(2, i => app.DynamoDB.GetItemAsync(Orders.Get($"{i}")));
        await using var page = await _browser.OpenAsync(app.Page, width: 1240, height: 400);
        await DashboardPage.CountsAsync(page.Rows, 6);
        await DashboardPage.DrawsAsync(page.Rows.First, 25);
        await cluster[2].KillAsync();
        await cluster[1].KillAsync();
        await DashboardPage.SeesAsync(page.Page.Locator(".summary"), "2 down");
        await cluster[1].StartAsync();
        await DashboardPage.SeesAsync(page.Page.Locator(".summary"), "1 in probation");
        await DashboardPage.DrawsAsync(page.Rows.First, 50);

        await page.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
    }
}
