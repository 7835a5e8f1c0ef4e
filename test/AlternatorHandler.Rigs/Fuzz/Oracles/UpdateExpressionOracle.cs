using System.Text.RegularExpressions;

namespace AlternatorHandler.Rigs.Fuzz.Oracles;

/// <summary>A second opinion on which update expressions may be applied twice: a grammar instead of a scanner.</summary>
internal static class UpdateExpressionOracle
{
    // Atomic all of them: a part of a word is no word.
    private const string Letter = @"[\p{L}\p{Nd}_#:]";
    private const string Name = $@"(?>[\p{{L}}_#]{Letter}*)";
    private const string Value = $@"(?>:{Letter}*)";
    private const string Index = @"(?>\s*\[\s*[0-9]{1,10}\s*\])";
    private const string Path = $@"(?>{Name}(?:{Index}*\s*\.\s*{Name})*)(?!\s*\[)";
    private const string Constant = $@"(?:{Value}|if_not_exists\s*\(\s*(?<inner>{Path})\s*,\s*{Value}\s*\))";
    private const string Assignment = $@"(?<target>{Path})\s*=\s*{Constant}";
    private const string Set = $@"(?i:SET)(?!{Letter})\s*{Assignment}(?:\s*,\s*{Assignment})*";
    private const string Remove = $@"(?i:REMOVE)(?!{Letter})\s*{Path}(?:\s*,\s*{Path})*";

    private static readonly Regex Expression = new($@"\A\s*(?:(?:{Set}|{Remove})\s*)+\z", RegexOptions.Compiled | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    public static bool IsIdempotent(string expression)
    {
        var match = Expression.Match(expression);
        return match.Success && match.Groups["inner"].Captures.All(inner => Same(inner, match.Groups["target"].Captures.Last(target => target.Index < inner.Index)));
    }

    private static bool Same(Capture first, Capture second) => WithoutSpace(first.Value) == WithoutSpace(second.Value);

    private static string WithoutSpace(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
