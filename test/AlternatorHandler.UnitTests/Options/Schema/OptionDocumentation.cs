using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AlternatorHandler.UnitTests.Options.Schema;

/// <summary>Reads the XML documentation of an option as plain text.</summary>
internal sealed partial class OptionDocumentation
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.ChangeExtension(typeof(AlternatorOptions).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    public string Describe(Type type, string property)
    {
        var member = _members[$"P:{type.FullName}.{property}"];
        return $"{Sentence(Text(member.Element("summary")!))} {(member.Element("value") is { } value ? Text(value) : string.Empty)}".Trim();
    }

    private static string Text(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" } see => (see.Attribute("langword")?.Value ?? see.Attribute("cref")!.Value.Split('(')[0].Split('.', ':')[^1]).Split('`')[0],
        XElement inner => inner.Value,
        _ => ((XText)node).Value,
    })), " ").Trim();

    // The prefix "Gets or sets" is for readers of code.
    private static string Sentence(string summary)
    {
        var text = Gets().Replace(summary, string.Empty);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^Gets (or sets )?(a value indicating )?")]
    private static partial Regex Gets();
}
