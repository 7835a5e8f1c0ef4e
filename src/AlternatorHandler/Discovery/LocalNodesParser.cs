using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AlternatorHandler.Discovery;

/// <summary>Reads the answer of <c>GET /localnodes</c>: a JSON array of address literals. It is hostile input: what is no address is skipped.</summary>
internal static class LocalNodesParser
{
    private const int LongestExample = 64;

    public static LocalNodes Parse(ReadOnlySpan<byte> json, int maxNodes)
    {
        var addresses = new List<IPAddress>();
        var skipped = 0;
        string? example = null;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new FormatException("the answer is no JSON array");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : reader.TokenType.ToString();
                reader.Skip();
                if (addresses.Count < maxNodes && TryParse(text, out var address))
                {
                    addresses.Add(address);
                }
                else
                {
                    skipped++;
                    example ??= Printable(text);
                }
            }

            // What follows the array, or an array that does not end, throws.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("the answer is no valid JSON", exception);
        }

        return new LocalNodes(addresses, skipped, example);
    }

    private static bool TryParse(string text, out IPAddress address)
    {
        address = IPAddress.None;
        var bare = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;

        // IPAddress reads "1", "0x7f.1" and "127.1" as IPv4, and an IPv6 address with a port or a scope. Only the plain forms are addresses of nodes.
        if (!bare.All(static c => char.IsAsciiHexDigit(c) || c is '.' or ':') || !IPAddress.TryParse(bare, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && (bare.Length != text.Length || parsed.ToString() != bare))
        {
            return false;
        }

        // An IPv6 address may end in an IPv4 address, for which the same holds.
        if (parsed.AddressFamily == AddressFamily.InterNetworkV6 && bare.Contains('.', StringComparison.Ordinal) && bare[(bare.LastIndexOf(':') + 1)..] is var tail
            && !(IPAddress.TryParse(tail, out var embedded) && embedded.ToString() == tail))
        {
            return false;
        }

        address = parsed;
        return IsOfOneHost(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed);
    }

    // To connect to the unspecified address is to connect to this machine.
    private static bool IsOfOneHost(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast) && !IsMulticast(address);

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);

    // It goes to the log: no new lines, no escape sequences of a terminal, nothing that reads from right to left.
    private static string Printable(string text) => string.Create(Math.Min(text.Length, LongestExample), text, static (shown, text) =>
    {
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }
    });
}

/// <summary>What one node says of its peers.</summary>
/// <param name="Addresses">The valid entries, as listed: duplicates are possible.</param>
/// <param name="Skipped">How many entries were no addresses, or too many.</param>
/// <param name="Example">One of the skipped entries.</param>
internal sealed record LocalNodes(IReadOnlyList<IPAddress> Addresses, int Skipped, string? Example);
