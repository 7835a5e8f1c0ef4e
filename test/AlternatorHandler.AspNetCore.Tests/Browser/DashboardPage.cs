using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AlternatorHandler.AspNetCore.Tests.Browser;

/// <summary>Represents the page in a browser, with the errors and warnings of the browser.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = 60.Seconds();

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private DashboardPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.RequestFailed += (_, request) => _complaints.Enqueue($"{request.Url}: {request.Failure}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                Requested.Add(new Uri(request.Url));
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Gets the addresses that the page requested.</summary>
    public ConcurrentBag<Uri> Requested { get; } = [];

    public ILocator Rows => Page.Locator("tbody tr");

    public static async Task<DashboardPage> OpenAsync(IBrowserContext context, Uri address)
    {
        var page = new DashboardPage(context, await context.NewPageAsync());
        await page.Page.AddInitScriptAsync("addEventListener('securitypolicyviolation', event => console.error(`forbidden: ${event.violatedDirective} ${event.blockedURI}`))");
        await page.Page.GotoAsync(address.ToString());
        return page;
    }

    public ILocator Row(string address) => Page.Locator($"tr[data-address='{address}']");

    public static Task SeesAsync(ILocator locator, string text) =>
        Assertions.Expect(locator).ToContainTextAsync(text, new() { Timeout = (float)Deadline.TotalMilliseconds });

    public static Task CountsAsync(ILocator locator, int count) =>
        Assertions.Expect(locator).ToHaveCountAsync(count, new() { Timeout = (float)Deadline.TotalMilliseconds });

    public static Task HasTitleAsync(IPage page, string title) =>
        Assertions.Expect(page).ToHaveTitleAsync(title, new() { Timeout = (float)Deadline.TotalMilliseconds });

    /// <summary>Waits for a line with the given number of points.</summary>
    public static Task DrawsAsync(ILocator row, int points) =>
        Assertions.Expect(row.Locator("polyline")).ToHaveAttributeAsync("points", new Regex($"^(?:[^ ]+ ){{{points}}}"), new() { Timeout = 2 * (float)Deadline.TotalMilliseconds });

    public void HasNoComplaints() => Assert.That(_complaints, Is.Empty);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
