using System.Text;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Represents a request as it was on the wire: its header lines in order, with trimmed values.</summary>
internal sealed record WireMessage(string Method, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string? this[string name] =>
        Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    public static WireMessage Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim())).ToArray();
        return new WireMessage(lines[0].Split(' ')[0], headers, bytes[(end + 4)..]);
    }
}
