namespace AlternatorHandler.AspNetCore;

/// <summary>Represents a file of the page, embedded in the assembly.</summary>
internal sealed class Asset
{
    private readonly Lazy<string> _text;

    private Asset(string name, string contentType)
    {
        ContentType = contentType;
        _text = new Lazy<string>(() =>
        {
            using var reader = new StreamReader(typeof(Asset).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
    }

    public static Asset Page { get; } = new("dashboard.html", "text/html; charset=utf-8");

    public static Asset Script { get; } = new("dashboard.js", "text/javascript; charset=utf-8");

    public static Asset Style { get; } = new("dashboard.css", "text/css; charset=utf-8");

    public string ContentType { get; }

    public string Text => _text.Value;
}
