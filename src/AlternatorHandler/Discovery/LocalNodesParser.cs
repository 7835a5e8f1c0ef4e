using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AlternatorHandler.Discovery;

/// <summary>Parses the response of <c>GET /localnodes</c>, a JSON array of address literals. It is untrusted input: entries that are not addresses are skipped.</summary>
internal static class LocalNodesParser
{
    private const int MaxExampleLength = 64;

    public static LocalNodesResponse Parse(ReadOnlySpan<byte> json, int maxNodes)
    {
        var addresses = new List<IPAddress>();
        var skipped = 0;
        string? example = null;
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw new FormatException("the response is not a JSON array");
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
                    example ??= Sanitize(text);
                }
            }

            // Throws if the array is incomplete or followed by anything else.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("the response is not valid JSON", exception);
        }

        return new LocalNodesResponse(addresses, skipped, example);
    }

    private static bool TryParse(string text, out IPAddress address)
    {
        address = IPAddress.None;
        var bare = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;

        // IPAddress reads "1", "0x7f.1" and "127.1" as IPv4, and an IPv6 address with a port or a scope. Only the plain forms are node addresses.
        if (!bare.All(static c => char.IsAsciiHexDigit(c) || c is '.' or ':') || !IPAddress.TryParse(bare, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && (bare.Length != text.Length || parsed.ToString() != bare))
        {
            return false;
        }

        // An IPv6 address may end in an IPv4 address, to which the same applies.
        if (parsed.AddressFamily == AddressFamily.InterNetworkV6 && bare.Contains('.', StringComparison.Ordinal) && bare[(bare.LastIndexOf(':') + 1)..] is var tail
            && !(IPAddress.TryParse(tail, out var embedded) && embedded.ToString() == tail))
        {
            return false;
        }

        address = parsed;
        return IsUnicastHost(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed);
    }

    // A connection to the unspecified address is a connection to this machine.
    private static bool IsUnicastHost(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast) && !IsMulticast(address);

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);

    // The text is logged: it must contain no line breaks, no terminal escape sequences and no right-to-left text.
    private static string Sanitize(string text) => string.Create(Math.Min(text.Length, MaxExampleLength), text, static (output, text) =>
    {
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }
    });
}

/// <summary>Represents the node list that one node returned.</summary>
/// <param name="Addresses">The valid entries, as listed. Duplicates are possible.</param>
/// <param name="Skipped">The number of entries that are not addresses, or exceed the limit.</param>
/// <param name="Example">One of the skipped entries, for the log.</param>
internal sealed record LocalNodesResponse(IReadOnlyList<IPAddress> Addresses, int Skipped, string? Example);
