using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AlternatorHandler.AspNetCore.Tests;

public sealed class AuthorizationTests
{
    [TestCase("")]
    [TestCase("/dashboard.js")]
    [TestCase("/dashboard.css")]
    [TestCase("/status")]
    [TestCase("/events")]
    public async Task Required_authorization_holds_for_every_endpoint(string path)
    {
        await using var app = await DashboardApp.StartAsync(
            services => services
                .AddAuthorization()
                .AddAuthentication("header")
                .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null),
            app => app.MapAlternatorDashboard("/ops/nodes").RequireAuthorization());

        using var stranger = await app.Http.GetAsync($"ops/nodes{path}", HttpCompletionOption.ResponseHeadersRead);
        app.Http.DefaultRequestHeaders.Add("X-User", "operator");
        using var known = await app.Http.GetAsync($"ops/nodes{path}", HttpCompletionOption.ResponseHeadersRead);

        Assert.Multiple(() =>
        {
            Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(known.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task The_dashboard_exists_only_if_it_is_mapped()
    {
        await using var app = await DashboardApp.StartAsync(services => services.AddAlternatorLoadBalancing(options => options.Seeds.Add(new Uri("http://127.0.0.1:1"))), _ => { });

        using var response = await app.Http.GetAsync("alternator");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

#pragma warning disable CA1812 // The authentication creates it.
    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers.TryGetValue("X-User", out var user)
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.ToString())], "header")), "header"))
            : AuthenticateResult.NoResult());
    }
#pragma warning restore CA1812
}
