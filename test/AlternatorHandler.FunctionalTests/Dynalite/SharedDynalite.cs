namespace AlternatorHandler.FunctionalTests;

/// <summary>The one dynalite of a test run: started by the first test that wants it, ended with the run.</summary>
[SetUpFixture]
public sealed class SharedDynalite
{
    private const string RequireVariable = "ALTERNATOR_REQUIRE_DYNALITE";

    private static readonly Lazy<Task<DynaliteServer>> Server = new(DynaliteServer.StartAsync);

    /// <summary>Returns where it listens. If it cannot run here, the calling test is ignored; with ALTERNATOR_REQUIRE_DYNALITE=1 it fails.</summary>
    public static async Task<Uri> AddressAsync()
    {
        try
        {
            return (await Server.Value).Address;
        }
        catch (DynaliteUnavailableException error) when (Environment.GetEnvironmentVariable(RequireVariable) != "1")
        {
            Assert.Ignore(error.Message);
            throw;
        }
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Server.Value).DisposeAsync();
        }
    }
}
