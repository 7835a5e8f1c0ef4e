using System.Reflection;
using System.Text;

namespace AlternatorHandler.TestSupport;

/// <summary>Reads the inputs of the repository for parsers. Each file is one input, and each line of a file <c>.lines</c> is one.</summary>
internal static class Corpus
{
    private static readonly Assembly Assembly = typeof(Corpus).Assembly;

    /// <summary>Returns all inputs of a target.</summary>
    public static IReadOnlyList<byte[]> Of(string target) =>
        [.. Assembly.GetManifestResourceNames().Where(name => name.StartsWith(target + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(Inputs)];

    /// <summary>Returns the inputs of one file.</summary>
    public static IReadOnlyList<byte[]> Of(string target, string file) => Inputs($"{target}/{file}");

    private static IReadOnlyList<byte[]> Inputs(string name)
    {
        using var resource = Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The corpus has no {name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return name.EndsWith(".lines", StringComparison.Ordinal)
            ? [.. Encoding.UTF8.GetString(content.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)]
            : [content.ToArray()];
    }
}
