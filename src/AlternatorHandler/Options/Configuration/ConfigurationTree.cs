namespace AlternatorHandler.Options.Configuration;

/// <summary>Represents a path in configuration at which there is an option or a group of options.</summary>
internal sealed class ConfigurationTree
{
    private readonly Dictionary<string, ConfigurationTree> _children = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the tree of all options.</summary>
    public static ConfigurationTree Root { get; } = Build();

    /// <summary>Gets the option at this path, or <see langword="null"/> for a group.</summary>
    public OptionEntry? Option { get; private set; }

    /// <summary>Gets a value indicating whether the group accepts any key, because it is a list or a dictionary.</summary>
    public bool IsCollection => _children.ContainsKey("*");

    /// <summary>Finds the tree of a key.</summary>
    /// <returns>The tree, or <see langword="null"/> if the key is unknown.</returns>
    public ConfigurationTree? Find(string key) => _children.GetValueOrDefault("*") ?? _children.GetValueOrDefault(key);

    /// <summary>Finds the known key that is most similar to an unknown one.</summary>
    /// <returns>The known key, or <see langword="null"/> if none is similar.</returns>
    public string? FindNearest(string key) => _children.Keys
        .Select(name => (Name: name, Distance: GetDistance(name.ToUpperInvariant(), key.ToUpperInvariant())))
        .Where(candidate => candidate.Distance <= 1 + (candidate.Name.Length / 4))
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    private static ConfigurationTree Build()
    {
        var root = new ConfigurationTree();
        foreach (var option in OptionCatalog.All)
        {
            var tree = root;
            foreach (var key in option.Path.Split(':'))
            {
                tree = tree._children.TryGetValue(key, out var child) ? child : tree._children[key] = new ConfigurationTree();
            }

            tree.Option = option;
        }

        return root;
    }

    // The Levenshtein distance: the number of characters to insert, delete or replace.
    private static int GetDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i);
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
