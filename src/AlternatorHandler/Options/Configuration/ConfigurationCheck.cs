using Microsoft.Extensions.Configuration;

namespace AlternatorHandler.Options.Configuration;

/// <summary>Reads a section of configuration key by key: what is right is for the binder, what is wrong is told, all of it.</summary>
/// <remarks>The binder alone stops at its first error, and then nobody checks the rest.</remarks>
internal sealed class ConfigurationCheck
{
    private readonly Dictionary<string, string?> _good = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private ConfigurationCheck()
    {
    }

    /// <summary>Gets what is wrong, each with its path and, unless it may be a secret, its value.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static ConfigurationCheck Of(IConfiguration configuration)
    {
        var check = new ConfigurationCheck();
        check.Read(configuration, ConfigurationTree.Root, string.Empty);
        check.ReadCredentials(configuration.GetSection(nameof(AlternatorOptions.Credentials)));
        return check;
    }

    /// <summary>The section without what is wrong in it.</summary>
    public IConfiguration Good() => new ConfigurationBuilder().AddInMemoryCollection(_good).Build();

    private void Read(IConfiguration group, ConfigurationTree place, string path)
    {
        foreach (var child in group.GetChildren())
        {
            var childPath = path + child.Key;
            if (place.Of(child.Key) is not { } known)
            {
                _errors.Add(place.Nearest(child.Key) is { } nearest ? $"{child.Path} is no option: is {nearest} meant?" : $"{child.Path} is no option.");
            }
            else if (known.Option is { } option)
            {
                ReadOption(child, option, childPath);
            }
            else
            {
                CheckGroup(child, known);
                Read(child, known, childPath + ConfigurationPath.KeyDelimiter);
            }
        }
    }

    private void CheckGroup(IConfigurationSection child, ConfigurationTree known)
    {
        if (child.Value is { Length: > 0 })
        {
            _errors.Add(known.IsOpen ? $"{child.Path} has a single value: its values stand at {child.Path}:0 and so on, or at names of their own." : $"{child.Path} is a group of options, and has no value.");
        }
    }

    private void ReadOption(IConfigurationSection section, OptionEntry option, string path)
    {
        if (section.GetChildren().FirstOrDefault() is { } below)
        {
            _errors.Add($"{below.Path} is no option: {section.Path} is {option.Kind}.");
        }
        else if (section.Value is { } value && !option.IsKind(value))
        {
            _errors.Add($"{section.Path} ('{value}') is not {option.Kind}.");
        }
        else if (section.Value is not null)
        {
            // A null of JSON is an option that is not set.
            _good[path] = section.Value;
        }
    }

    // They can't be made of what is wrong or missing: their own constructor refuses it.
    private void ReadCredentials(IConfigurationSection section)
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
            _errors.Add($"{section.Path}:{name} is missing or wrong: {exception.Message}");
            foreach (var key in _good.Keys.Where(key => key.StartsWith("Credentials:", StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                _good.Remove(key);
            }
        }
    }
}

/// <summary>A section of configuration that tells a cluster's options.</summary>
/// <param name="Name">The name of the cluster.</param>
/// <param name="Configuration">The section.</param>
internal sealed record ConfiguredSection(string Name, IConfiguration Configuration)
{
    /// <summary>Gets what stands ahead of an option's path, with a colon at its end, or nothing if the options are all there is.</summary>
    public string Prefix => Configuration is IConfigurationSection section ? section.Path + ConfigurationPath.KeyDelimiter : string.Empty;
}
