using System.Text.Json;
using AlternatorHandler.Discovery;
using AlternatorHandler.Rigs.Fuzz.Oracles;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>What a node says of its peers: a wrong answer sends requests to a host of somebody else's choice.</summary>
internal sealed class LocalNodesTarget : IFuzzTarget
{
    private const int MaxNodes = 64;

    public string Name => "LocalNodes";

    public IReadOnlyList<string> Words { get; } =
        ["10.0.0.1", "::1", "fd00::2", "[", "]", ":8000", "%eth0", "@", "/", "0.0.0.0", "255", "224.", "ff02::", "::ffff:", "0x", "\",\"", "\"10.0.0.9\"", ".", "::", "\u0661", "\\r\\n"];

    public bool Read(byte[] input)
    {
        LocalNodesResponse? answer;
        try
        {
            answer = LocalNodesParser.Parse(input, MaxNodes);
        }
        catch (FormatException)
        {
            answer = null;
        }

        var expected = Expected(input);
        BrokenRuleException.ThrowIf(answer is null != expected is null, answer is null ? "A list was refused." : "What is no list was read.");
        if (answer is null)
        {
            return false;
        }

        BrokenRuleException.ThrowIf(answer.Addresses.Count > MaxNodes, "More nodes than allowed.");
        BrokenRuleException.ThrowIf(!answer.Addresses.Select(address => Convert.ToHexString(address.GetAddressBytes())).SequenceEqual(expected!.Take(MaxNodes)), "Other addresses than those listed.");
        BrokenRuleException.ThrowIf(answer.Addresses.Any(address => address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, ScopeId: not 0 }), "An address with a scope.");
        BrokenRuleException.ThrowIf(answer.Example?.All(c => c is >= ' ' and <= '~') == false || answer.Example?.Length > 64, "An example that is not to be logged.");
        return true;
    }

    /// <returns>The addresses, or <see langword="null"/> if the input is no list.</returns>
    private static List<string>? Expected(byte[] input)
    {
        using var document = JsonOracle.Parse(input);
        if (document?.RootElement.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var expected = new List<string>();
        foreach (var element in document.RootElement.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            if (JsonOracle.TextOf(element) is not { } text)
            {
                return null;
            }

            if (AddressOracle.Read(text) is { } bytes)
            {
                expected.Add(Convert.ToHexString(bytes));
            }
        }

        return expected;
    }
}
