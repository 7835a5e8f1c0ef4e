using System.Net;

namespace AlternatorHandler.Discovery;

/// <summary>What one node says of its peers.</summary>
/// <param name="Addresses">The valid entries, as listed: duplicates are possible.</param>
/// <param name="Skipped">How many entries were no addresses, or too many.</param>
/// <param name="Example">One of the skipped entries.</param>
internal sealed record LocalNodes(IReadOnlyList<IPAddress> Addresses, int Skipped, string? Example);
