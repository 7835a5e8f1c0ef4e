namespace AlternatorHandler.Packages.Tests.Readme;

/// <summary>A row of a table.</summary>
/// <param name="Place">The file, from the root of the repository, and the line of the row.</param>
/// <param name="Header">The cells of the table's first line.</param>
/// <param name="Cells">The row's own.</param>
internal sealed record MarkdownRow(string Place, IReadOnlyList<string> Header, IReadOnlyList<string> Cells)
{
    public static IEnumerable<MarkdownRow> In(MarkdownFile file)
    {
        string[]? header = null;
        var lines = file.Prose.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith('|'))
            {
                header = null;
            }
            else if (header is null)
            {
                header = CellsOf(lines[i]);
            }
            else if (!lines[i].StartsWith("|-", StringComparison.Ordinal))
            {
                yield return new MarkdownRow($"{file.Name}:{i + 1}", header, CellsOf(lines[i]));
            }
        }
    }

    /// <summary>Returns the cell below <paramref name="title"/>, or <see langword="null"/> if no column has that title.</summary>
    public string? this[string title] => Header.ToList().IndexOf(title) is >= 0 and var column && column < Cells.Count ? Cells[column] : null;

    private static string[] CellsOf(string line) => line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
}
