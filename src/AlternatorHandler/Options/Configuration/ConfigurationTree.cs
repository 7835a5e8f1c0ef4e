namespace AlternatorHandler.Options.Configuration;

/// <summary>A place where configuration has an option, or a group of them.</summary>
internal sealed class ConfigurationTree
{
    private readonly Dictionary<string, ConfigurationTree> _children = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the tree of all options.</summary>
    public static ConfigurationTree Root { get; } = Build();

    /// <summary>Gets the option that stands here, or <see langword="null"/> for a group.</summary>
    public OptionEntry? Option { get; private set; }

    /// <summary>Gets a value indicating whether the group has any keys: it is a list or a dictionary.</summary>
    public bool IsOpen => _children.ContainsKey("*");

    /// <summary>The place of a key, or <see langword="null"/> if there is none.</summary>
    public ConfigurationTree? Of(string key) => _children.GetValueOrDefault("*") ?? _children.GetValueOrDefault(key);

    /// <summary>The name that is most like an unknown key, if any is.</summary>
    public string? Nearest(string key) => _children.Keys
        .Select(name => (Name: name, Distance: Distance(name.ToUpperInvariant(), key.ToUpperInvariant())))
        .Where(near => near.Distance <= 1 + (near.Name.Length / 4))
        .OrderBy(near => near.Distance)
        .Select(near => near.Name)
        .FirstOrDefault();

    private static ConfigurationTree Build()
    {
        var root = new ConfigurationTree();
        foreach (var option in OptionCatalog.All)
        {
            var place = root;
            foreach (var key in option.Path.Split(':'))
            {
                place = place._children.TryGetValue(key, out var child) ? child : place._children[key] = new ConfigurationTree();
            }

            place.Option = option;
        }

        return root;
    }

    // How many characters must be added, left out or replaced (Levenshtein).
    private static int Distance(string a, string b)
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
