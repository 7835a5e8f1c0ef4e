namespace AlternatorHandler.Testing.Tests.Support;

/// <summary>Represents the received text, and whether the connection was reset after it.</summary>
internal sealed record RawResponse(string Text, bool WasReset)
{
    private const string EndOfHead = "\r\n\r\n";

    public string Head => Text.Contains(EndOfHead, StringComparison.Ordinal) ? Text[..Text.IndexOf(EndOfHead, StringComparison.Ordinal)] : Text;

    public string Body => Text.Contains(EndOfHead, StringComparison.Ordinal) ? Text[(Text.IndexOf(EndOfHead, StringComparison.Ordinal) + 4)..] : "";

    public string StatusLine => Head.Split("\r\n")[0];

    public IReadOnlyList<string> HeaderNames => [.. Head.Split("\r\n").Skip(1).Select(line => line.Split(':')[0])];

    public bool IsComplete => Text.Contains(EndOfHead, StringComparison.Ordinal) && Body.Length >= int.Parse(Header("Content-Length") ?? "0");

    public string? Header(string name) =>
        Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];
}
