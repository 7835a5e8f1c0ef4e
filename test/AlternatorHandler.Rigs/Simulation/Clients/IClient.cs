namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>One process that sends requests to the cluster.</summary>
internal interface IClient : IAsyncDisposable
{
    /// <summary>Reads an item.</summary>
    /// <returns>The answer, whatever it says.</returns>
    Task<HttpResponseMessage> GetItemAsync();
}
