namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>Lets every attempt through.</summary>
internal sealed class NoBreaker : INodeGuard
{
    private static readonly NoBreaker Instance = new();

    public static INodeGuard Create(TimeProvider timeProvider) => Instance;

    public async Task<HttpResponseMessage?> AttemptAsync(Func<Task<HttpResponseMessage>> attempt) => await attempt().ConfigureAwait(false);
}
