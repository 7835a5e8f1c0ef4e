using System.Reflection;
using AlternatorHandler.Options.Configuration;

namespace AlternatorHandler.UnitTests.Options.Configuration;

public sealed class OptionCatalogTests
{
    [Test]
    public void The_catalog_contains_exactly_the_properties_that_configuration_can_set() =>
        Assert.That(OptionCatalog.All.Select(option => option.Path), Is.EquivalentTo(OptionProperties.All().Select(option => option.Path)));

    [Test]
    public void The_kind_of_each_option_matches_the_type_of_its_property()
    {
        foreach (var (path, type) in OptionProperties.All())
        {
            Assert.That(OptionCatalog.All.Single(option => option.Path == path).Kind, Does.StartWith(GetKind(type)), path);
        }
    }

    [Test]
    public void A_changed_value_is_detected_as_a_change_of_its_option_only()
    {
        foreach (var option in OptionCatalog.All.Where(option => !option.Path.Contains('*', StringComparison.Ordinal) && !option.Path.StartsWith("Credentials", StringComparison.Ordinal)))
        {
            Assert.That(OptionCatalog.GetChanged(new AlternatorOptions(), CreateChanged(option.Path)), Is.EqualTo([option]), option.Path);
        }
    }

    private static string GetKind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(TimeSpan) ? "a time span"
        : type == typeof(Uri) ? "an address"
        : type.IsEnum ? "one of "
        : "a string";

    private static AlternatorOptions CreateChanged(string path)
    {
        var options = new AlternatorOptions();
        object holder = options;
        var names = path.Split(':');
        foreach (var name in names[..^1])
        {
            holder = holder.GetType().GetProperty(name)!.GetValue(holder)!;
        }

        var property = holder.GetType().GetProperty(names[^1])!;
        property.SetValue(holder, ChangeValue(property, property.GetValue(holder)));
        return options;
    }

    private static object ChangeValue(PropertyInfo property, object? value) => value switch
    {
        bool flag => !flag,
        int count => count - 1,
        double ratio => ratio / 2,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        Enum choice => Enum.GetValues(property.PropertyType).Cast<Enum>().First(other => !other.Equals(choice)),
        _ => "other",
    };
}
