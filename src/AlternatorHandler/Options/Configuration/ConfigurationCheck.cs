using Microsoft.Extensions.Configuration;

namespace AlternatorHandler.Options.Configuration;

/// <summary>Checks a section of configuration key by key, collects all errors, and keeps the valid values for the configuration binder.</summary>
/// <remarks>The binder alone throws at its first error, so that the rest would not be checked.</remarks>
internal sealed class ConfigurationCheck
{
    private readonly Dictionary<string, string?> _valid = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private ConfigurationCheck()
    {
    }

    /// <summary>Gets the errors, each with its path and, unless it can be a secret, its value.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static ConfigurationCheck Create(IConfiguration configuration)
    {
        var check = new ConfigurationCheck();
        check.Read(configuration, ConfigurationTree.Root, string.Empty);
        check.CheckCredentials(configuration.GetSection(nameof(AlternatorOptions.Credentials)));
        return check;
    }

    /// <summary>Creates a configuration of the valid values.</summary>
    public IConfiguration CreateValidConfiguration() => new ConfigurationBuilder().AddInMemoryCollection(_valid).Build();

    private void Read(IConfiguration group, ConfigurationTree tree, string path)
    {
        foreach (var child in group.GetChildren())
        {
            var childPath = path + child.Key;
            if (tree.Find(child.Key) is not { } childTree)
            {
                var suggestion = tree.FindNearest(child.Key) is { } nearest ? $" Did you mean {nearest}?" : string.Empty;
                _errors.Add($"{child.Path} is not an option.{suggestion}");
            }
            else if (childTree.Option is { } option)
            {
                ReadOption(child, option, childPath);
            }
            else
            {
                CheckGroup(child, childTree);
                Read(child, childTree, childPath + ConfigurationPath.KeyDelimiter);
            }
        }
    }

    private void CheckGroup(IConfigurationSection section, ConfigurationTree tree)
    {
        if (section.Value is { Length: > 0 })
        {
            _errors.Add(tree.IsCollection
                ? $"{section.Path} must not have a single value. Set its items, such as {section.Path}:0, or its named values."
                : $"{section.Path} is a group of options and must not have a value.");
        }
    }

    private void ReadOption(IConfigurationSection section, OptionEntry option, string path)
    {
        if (section.GetChildren().FirstOrDefault() is { } child)
        {
            _errors.Add($"{child.Path} is not an option: {section.Path} is {option.Kind}.");
        }
        else if (section.Value is { } value && !option.IsValid(value))
        {
            _errors.Add($"{section.Path} ('{value}') is not {option.Kind}.");
        }
        else if (section.Value is not null)
        {
            // A JSON null leaves an option unset.
            _valid[path] = section.Value;
        }
    }

    // The constructor of the credentials throws for a missing or invalid value, so the binder must not get invalid ones.
    private void CheckCredentials(IConfigurationSection section)
    {
        var (user, secret, token) = (section["User"], section["Secret"], section["SessionToken"]);
        if (user is null && secret is null && token is null)
        {
            return;
        }

        try
        {
            _ = new AlternatorCredentials(user!, secret!) { SessionToken = token };
        }
        catch (ArgumentException exception)
        {
            var name = exception.ParamName switch { "user" => "User", "secret" => "Secret", _ => "SessionToken" };
            _errors.Add($"{section.Path}:{name} is missing or invalid: {exception.Message}");
            foreach (var key in _valid.Keys.Where(key => key.StartsWith("Credentials:", StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                _valid.Remove(key);
            }
        }
    }
}

/// <summary>Represents a section of configuration that contains the options of a cluster.</summary>
/// <param name="Name">The name of the cluster.</param>
/// <param name="Configuration">The section.</param>
internal sealed record ConfiguredSection(string Name, IConfiguration Configuration)
{
    /// <summary>Gets the path of the section with a colon at its end, or an empty string if the options are at the root of the configuration.</summary>
    public string Prefix => Configuration is IConfigurationSection section ? section.Path + ConfigurationPath.KeyDelimiter : string.Empty;
}
