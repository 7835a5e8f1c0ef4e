using AlternatorHandler.Rigs.Reliability.Load;

namespace AlternatorHandler.Rigs.Reliability.Storms;

/// <summary>The AWS SDK over AlternatorHandler with default options.</summary>
internal sealed class BalancedSdk(IReadOnlyList<Uri> nodes) : IContestant
{
    private readonly BalancedClient _client = new(nodes[0]);

    public IOrderStore Store => _client.Sdk;

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
