namespace AlternatorHandler.Rigs.Simulation.Clients;

/// <summary>What stands between a client and one node.</summary>
internal interface INodeGuard
{
    /// <summary>Makes an attempt, or refuses to.</summary>
    /// <returns>The answer, or <see langword="null"/> if the node is to be left alone.</returns>
    Task<HttpResponseMessage?> AttemptAsync(Func<Task<HttpResponseMessage>> attempt);
}
