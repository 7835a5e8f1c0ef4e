using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AlternatorHandler.UnitTests.Options.Page;

/// <summary>Converts the XML documentation of the options to Markdown for a cell of a table.</summary>
/// <param name="names">The names of options and members in documents, by their documentation ids without parameters.</param>
internal sealed partial class OptionMarkdown(IReadOnlyDictionary<string, string> names)
{
    private readonly ILookup<string, XElement> _members = XDocument.Load(Path.ChangeExtension(typeof(AlternatorOptions).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToLookup(member => WithoutParameters(member.Attribute("name")!.Value));

    /// <summary>Returns the summary, value and remarks of a type or member, or those of all overloads of a method.</summary>
    public string Describe(string id) => string.Join(' ', _members[id]
        .SelectMany(member => (IEnumerable<string?>)[Summary(member), GetText(member.Element("value")), GetText(member.Element("remarks"))])
        .Where(text => text is { Length: > 0 }));

    private string? Summary(XElement member) => GetText(member.Element("summary")) is { Length: > 0 } summary && Accessor().Replace(summary, string.Empty) is var text
        ? char.ToUpperInvariant(text[0]) + text[1..]
        : null;

    private string? GetText(XElement? element) => element is null ? null : Spaces().Replace(string.Concat(element.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("langword")?.Value ?? GetName(WithoutParameters(see.Attribute("cref")!.Value))}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "para" } paragraph => $"{GetText(paragraph)} ",
        XElement inner => inner.Value,
        _ => ((XText)node).Value,
    })), " ").Trim();

    private string GetName(string id) => names.GetValueOrDefault(id) ?? id.Split('.', ':')[^1].Split('`')[0];

    private static string WithoutParameters(string id) => id.Split('(')[0];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // The prefix "Gets or sets" is for readers of code.
    [GeneratedRegex("^Gets (or sets )?(a value indicating )?")]
    private static partial Regex Accessor();
}
