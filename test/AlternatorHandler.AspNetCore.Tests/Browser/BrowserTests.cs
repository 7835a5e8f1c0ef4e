using AlternatorHandler.Testing;
using Microsoft.Playwright;

namespace AlternatorHandler.AspNetCore.Tests.Browser;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BrowserTests
{
    /// <summary>Names the file to which the picture for the documentation is written.</summary>
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
    public async Task The_page_shows_a_node_that_dies_and_returns(ColorScheme scheme)
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
        await DashboardPage.SeesAsync(page.Page.Locator(".total-latency"), "ms");
        await DashboardPage.SeesAsync(page.Page.Locator(".total-failures"), "0");

        await cluster[1].KillAsync();
        await DashboardPage.SeesAsync(row.Locator(".state"), "Down");
        await Assertions.Expect(row.Locator(".failure")).Not.ToBeEmptyAsync();
        await DashboardPage.SeesAsync(page.Page.Locator(".summary"), "2 up, 1 down");
        await DashboardPage.SeesAsync(page.Page.Locator(".total-failures"), "1");
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
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await using var page = await _browser.OpenAsync(app.Page);
        await DashboardPage.CountsAsync(page.Rows, 200);
        await DashboardPage.CountsAsync(page.Page.Locator(".map li"), 200);

        cluster.SetState(123, AlternatorNodeState.Down, "connection refused");
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

        cluster.SetState(123, AlternatorNodeState.Up);
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
    public async Task The_totals_are_those_of_all_nodes()
    {
        var cluster = new FakeClusterStatus(2);
        cluster.SetInFlight(0, 3);
        cluster.SetInFlight(1, 4);
        cluster.SetState(0, AlternatorNodeState.Down, at: TimeProvider.System.GetUtcNow());
        await using var app = await DashboardApp.OfAsync(() =>
        {
            cluster.AddLoad(0, 5, 2);
            cluster.AddLoad(1, 5, 4);
            return cluster.Current;
        });
        await using var page = await _browser.OpenAsync(app.Page);

        await DashboardPage.SeesAsync(page.Page.Locator(".total-in-flight"), "7");
        await DashboardPage.SeesAsync(page.Page.Locator(".total-latency"), "3.00 ms");
        await DashboardPage.SeesAsync(page.Page.Locator(".total-failures"), "1");
        await Assertions.Expect(page.Page.Locator(".total-rate")).Not.ToHaveTextAsync("0.0");
    }

    [Test]
    public async Task The_title_shows_nodes_that_are_down_or_slow_and_a_lost_connection()
    {
        var cluster = new FakeClusterStatus(4);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await using var page = await _browser.OpenAsync(app.Page);
        await DashboardPage.HasTitleAsync(page.Page, "Alternator");

        cluster.SetState(0, AlternatorNodeState.Down, "connection refused");
        await DashboardPage.HasTitleAsync(page.Page, "(1 down) Alternator");
        cluster.Demote(1);
        cluster.Demote(2);
        await DashboardPage.HasTitleAsync(page.Page, "(1 down, 2 slow) Alternator");
        cluster.SetState(0, AlternatorNodeState.Up);
        await DashboardPage.HasTitleAsync(page.Page, "(2 slow) Alternator");
        page.HasNoComplaints();

        await app.StopAsync();
        await DashboardPage.HasTitleAsync(page.Page, "(connection lost) Alternator");
    }

    [TestCase(360)]
    [TestCase(400)]
    [TestCase(1000)]
    [TestCase(1200)]
    public async Task The_failure_of_a_node_is_visible_on_a_screen_of_any_width(int width)
    {
        const string reason = "TLS handshake failed: the certificate is for node-1.alternator.example.com, not for 10.0.0.1";
        var cluster = new FakeClusterStatus(3);
        cluster.SetState(0, AlternatorNodeState.Down, reason);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await using var page = await _browser.OpenAsync(app.Page, width: width);
        var failure = page.Rows.First.Locator(".failure");
        await DashboardPage.SeesAsync(failure, reason);

        var box = await failure.BoundingBoxAsync();
        var widthOfPage = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");

        Assert.Multiple(() =>
        {
            Assert.That(box!.Width, Is.GreaterThan(150));
            Assert.That(box.X + box.Width, Is.LessThanOrEqualTo(width));
            Assert.That(widthOfPage, Is.LessThanOrEqualTo(width));
        });
    }

    [Test]
    public async Task Text_from_a_node_is_shown_and_not_executed()
    {
        const string hostile = "<img src=x onerror=alert(1)><script>document.title='taken'</script><b id='taken'>";
        var cluster = new FakeClusterStatus(2, hostile);
        cluster.SetState(0, AlternatorNodeState.Down, hostile);
        await using var app = await DashboardApp.OfAsync(() => cluster.Current);
        await using var page = await _browser.OpenAsync(app.Page);

        await DashboardPage.SeesAsync(page.Rows.First.Locator(".failure"), hostile);
        await DashboardPage.SeesAsync(page.Page.Locator(".transitions"), hostile);
        await DashboardPage.SeesAsync(page.Page.Locator(".discovery"), hostile);
        await DashboardPage.CountsAsync(page.Page.Locator("#taken, img, body script"), 0);
        Assert.That(await page.Page.TitleAsync(), Is.EqualTo("(1 down) Alternator"));
        page.HasNoComplaints();
    }

    [Test]
    public async Task An_inline_script_is_reported()
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Current);
        await using var page = await _browser.OpenAsync(app.Page);
        await page.Page.EvaluateAsync("document.head.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))");

        Assert.That(page.HasNoComplaints, Throws.InstanceOf<AssertionException>());
    }

    [Test]
    public async Task A_lost_connection_is_shown()
    {
        await using var app = await DashboardApp.OfAsync(() => new FakeClusterStatus(1).Current);
        await using var page = await _browser.OpenAsync(app.Page);
        await DashboardPage.SeesAsync(page.Page.Locator("#connection"), "Live");

        await app.StopAsync();

        await DashboardPage.SeesAsync(page.Page.Locator("#connection"), "Connection lost");
    }

    [Test]
    public async Task The_picture_for_the_documentation_is_taken_on_request()
    {
        if (Environment.GetEnvironmentVariable(PictureVariable) is not { Length: > 0 } file)
        {
            Assert.Pass($"{PictureVariable} is not set.");
            return;
        }

        await using var cluster = await AlternatorTestCluster.StartAsync(options =>
        {
            options.NodeCount = 6;
            options.Placement = i => new() { Datacenter = "dc1", Rack = i < 4 ? "rack1" : "rack2" };
        });
        await using var app = await DashboardApp.OfAsync(cluster, options =>
        {
            options.Scopes.Add(new AlternatorRoutingScope("dc1", "rack1"));
            options.Scopes.Add(new AlternatorRoutingScope("dc1"));
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
