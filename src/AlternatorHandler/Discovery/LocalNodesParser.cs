using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AlternatorHandler.Discovery;

/// <summary>Reads the answer of <c>GET /localnodes</c>: a JSON array of address literals. It is hostile input: what is no address is skipped.</summary>
internal static class LocalNodesParser
{
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
                    example ??= text.Length > 64 ? text[..64] : text;
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

        if (parsed.Equals(IPAddress.Any) || parsed.Equals(IPAddress.IPv6Any) || parsed.Equals(IPAddress.Broadcast) || IsMulticast(parsed))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);
}
