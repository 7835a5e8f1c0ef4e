using System.Reflection;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AlternatorHandler.Options;
using AlternatorHandler.Options.Configuration;
using AlternatorHandler.UnitTests.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Page;

/// <summary>Generates the part of the options page below its marker: types, defaults and bounds from the code, descriptions from the XML documentation.</summary>
internal sealed class OptionsPage
{
    public const string Marker = "<!-- The command above generates everything below this line. -->";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly List<Group> _groups = [.. GetGroups(typeof(AlternatorOptions), new AlternatorOptions(), string.Empty)];
    private readonly OptionMarkdown _documentation;
    private readonly StringBuilder _text = new();

    public OptionsPage()
    {
        var names = new Dictionary<string, string>();
        foreach (var group in _groups)
        {
            if (group.Path.Length > 0)
            {
                names[GetId(group.Type)] = group.Name;
            }

            foreach (var property in OptionProperties.GetProperties(group.Type))
            {
                names[GetId(property)] = group.GetPath(property);
            }

            foreach (var member in GetCodeOnlyMembers(group.Type))
            {
                names[GetId(member)] = GetCodeName(group, member);
            }
        }

        _documentation = new OptionMarkdown(names);
    }

    public string Generate()
    {
        AppendReference();
        AppendConfiguration();
        foreach (var group in _groups)
        {
            AppendGroup(group);
        }

        AppendCodeOnlyMembers();
        return _text.ToString();
    }

    private void AppendReference()
    {
        _text.Append("## All options\n\n| option | type | default | bounds | a change takes effect |\n|---|---|---|---|---|\n");
        foreach (var (group, property) in Options())
        {
            var isLive = OptionCatalog.All.Single(option => option.Path == group.GetCatalogPath(property)).IsLive;
            _text.Append($"| `{group.GetPath(property)}` | {GetTypeName(property.PropertyType)} | {GetDefault(group, property)} | {GetBounds(property)} | {(isLive ? "at once" : "after a restart")} |\n");
        }
    }

    private void AppendConfiguration()
    {
        var root = new JsonObject { ["Seeds"] = new JsonArray("http://10.0.0.1:8000", "http://10.0.0.2:8000") };
        foreach (var (group, property) in Options().Where(option => !option.Group.Path.Contains('*', StringComparison.Ordinal)))
        {
            if (property.Name != nameof(AlternatorUserAgentOptions.Product) && ToJson(group.GetValue(property)) is { } value)
            {
                var section = group.Path.Length == 0 ? root : (JsonObject)(root[group.Path] ??= new JsonObject());
                section[property.Name] = value;
            }
        }

        _text.Append("\n## Configuration file\n\nAll values except `Seeds` are the defaults. Options without a default value are left out.\n\n")
            .Append($"```json\n{new JsonObject { ["Alternator"] = root }.ToJsonString(Indented)}\n```\n");
    }

    private void AppendGroup(Group group)
    {
        _text.Append($"\n## {group.Name}\n\n{_documentation.Describe(GetId(group.Type))}\n\n| option | description |\n|---|---|\n");
        foreach (var property in OptionProperties.GetProperties(group.Type).Where(property => !HasOptions(property)))
        {
            _text.Append($"| `{group.GetPath(property)}` | {_documentation.Describe(GetId(property))}{DescribeChoices(property.PropertyType)} |\n");
        }
    }

    private string DescribeChoices(Type type) => type.IsEnum && type.Assembly == typeof(AlternatorOptions).Assembly
        ? string.Concat(Enum.GetNames(type).Select(name => $" `{name}`: {_documentation.Describe($"F:{type.FullName}.{name}")}"))
        : string.Empty;

    private void AppendCodeOnlyMembers()
    {
        _text.Append("\n## Options that only code can set\n\n| member | description |\n|---|---|\n");
        foreach (var group in _groups)
        {
            foreach (var member in GetCodeOnlyMembers(group.Type).DistinctBy(member => member.Name))
            {
                _text.Append($"| `{GetCodeName(group, member)}` | {_documentation.Describe(GetId(member))} |\n");
            }
        }
    }

    private IEnumerable<(Group Group, PropertyInfo Property)> Options() =>
        _groups.SelectMany(group => OptionProperties.GetProperties(group.Type).Where(property => !HasOptions(property)).Select(property => (group, property)));

    private static IEnumerable<Group> GetGroups(Type type, object? defaults, string path) =>
    [
        new Group(type, defaults, path),
        .. OptionProperties.GetProperties(type).Where(HasOptions).SelectMany(property => OptionProperties.GetItemType(property.PropertyType) is { } item
            ? GetGroups(item, Activator.CreateInstance(item), $"{path}{property.Name}:*")
            : GetGroups(property.PropertyType, property.GetValue(defaults), $"{path}{property.Name}")),
    ];

    private static bool HasOptions(PropertyInfo property) => OptionProperties.IsGroup(OptionProperties.GetItemType(property.PropertyType) ?? property.PropertyType);

    private static IEnumerable<MemberInfo> GetCodeOnlyMembers(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(member => member is PropertyInfo property ? !OptionProperties.GetProperties(type).Contains(property) : member is MethodInfo { IsSpecialName: false, IsVirtual: false });

    private static string GetId(Type type) => $"T:{type.FullName}";

    private static string GetId(MemberInfo member) => $"{(member is PropertyInfo ? 'P' : 'M')}:{member.DeclaringType!.FullName}.{member.Name}";

    private static string GetCodeName(Group group, MemberInfo member) =>
        $"{(group.Path.Length == 0 ? string.Empty : $"{group.Path}.")}{member.Name}{(member is MethodInfo ? "(...)" : string.Empty)}";

    private static string GetTypeName(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(int) ? "integer"
        : type == typeof(double) ? "number"
        : type == typeof(TimeSpan) ? "time span"
        : type == typeof(Uri) ? "address"
        : type == typeof(SslProtocols) ? "`None`, `Tls12` or `Tls13`"
        : type.IsEnum ? Choice([.. Enum.GetNames(type).Select(name => $"`{name}`")])
        : OptionProperties.GetItemType(type) is not { } item ? "string"
        : type.GetGenericArguments().Length == 1 ? $"list: {GetTypeName(item)}"
        : GetTypeName(item);

    private static string Choice(string[] names) => $"{string.Join(", ", names[..^1])} or {names[^1]}";

    private static string GetDefault(Group group, PropertyInfo property) =>
        property.Name == nameof(AlternatorOptions.Seeds) ? "required"
        : property.Name == nameof(AlternatorUserAgentOptions.Product) ? $"`{new AlternatorUserAgentOptions().Product.Split('/')[0]}/<version>`"
        : OptionProperties.GetItemType(property.PropertyType) is not null ? "none"
        : group.GetValue(property) is { } value ? OptionValue.Format(value) : "none";

    private static string GetBounds(PropertyInfo property) => property.GetCustomAttribute<BetweenAttribute>() is { } bounds
        ? $"{OptionValue.Format(bounds.Minimum)} to {OptionValue.Format(bounds.Maximum)}"
        : string.Empty;

    private static JsonValue? ToJson(object? value) => value switch
    {
        bool flag => JsonValue.Create(flag),
        int count => JsonValue.Create(count),
        double ratio => JsonValue.Create(ratio),
        TimeSpan time => JsonValue.Create(time.Milliseconds == 0 ? $"{time:c}" : $"{time:c}".TrimEnd('0')),
        string or Enum => JsonValue.Create($"{value}"),
        _ => null,
    };

    /// <summary>Represents a class of options.</summary>
    /// <param name="Type">The class.</param>
    /// <param name="Defaults">An instance with the defaults, or <see langword="null"/> if there is none by default.</param>
    /// <param name="Path">Its path in the configuration, in which <c>*</c> is an item of a list; empty for the root.</param>
    private sealed record Group(Type Type, object? Defaults, string Path)
    {
        public string Name => Path.Length == 0 ? "General" : Path.Split(':')[0];

        public object? GetValue(PropertyInfo property) => Defaults is null ? null : property.GetValue(Defaults);

        public string GetCatalogPath(PropertyInfo property) =>
            $"{(Path.Length == 0 ? string.Empty : $"{Path}:")}{property.Name}{(OptionProperties.GetItemType(property.PropertyType) is null ? string.Empty : ":*")}";

        /// <summary>Returns the path as documents write it.</summary>
        public string GetPath(PropertyInfo property)
        {
            var path = $"{(Path.Length == 0 ? string.Empty : $"{Path.Replace('*', 'n')}:")}{property.Name}";
            return property.Name == nameof(AlternatorKeyAffinityOptions.PartitionKeys) ? $"{path}:<table>" : path;
        }
    }
}
