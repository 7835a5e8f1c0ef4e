using AlternatorHandler.Options.Configuration;
using System.Reflection;

namespace AlternatorHandler.UnitTests.Options.Configuration;

public sealed class OptionCatalogTests
{
    [Test]
    public void Every_property_that_configuration_can_express_is_there_and_nothing_else() =>
        Assert.That(OptionCatalog.All.Select(option => option.Path), Is.EquivalentTo(OptionProperties.All().Select(option => option.Path)));

    [Test]
    public void Every_option_is_of_the_kind_that_its_property_is()
    {
        foreach (var (path, type) in OptionProperties.All())
        {
            Assert.That(OptionCatalog.All.Single(option => option.Path == path).Kind, Does.StartWith(KindOf(type)), path);
        }
    }

    [Test]
    public void Every_option_is_compared_by_its_own_value()
    {
        foreach (var option in OptionCatalog.All.Where(option => !option.Path.Contains('*', StringComparison.Ordinal) && !option.Path.StartsWith("Credentials", StringComparison.Ordinal)))
        {
            Assert.That(OptionCatalog.GetChanged(new AlternatorOptions(), Changed(option.Path)), Is.EqualTo([option]), option.Path);
        }
    }

    private static string KindOf(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(double) ? "a number"
        : type == typeof(TimeSpan) ? "a time span"
        : type == typeof(Uri) ? "an address"
        : type.IsEnum ? "one of "
        : "a text";

    private static AlternatorOptions Changed(string path)
    {
        var options = new AlternatorOptions();
        object holder = options;
        var names = path.Split(':');
        foreach (var name in names[..^1])
        {
            holder = holder.GetType().GetProperty(name)!.GetValue(holder)!;
        }

        var property = holder.GetType().GetProperty(names[^1])!;
        property.SetValue(holder, Other(property, property.GetValue(holder)));
        return options;
    }

    private static object Other(PropertyInfo property, object? value) => value switch
    {
        bool flag => !flag,
        int count => count - 1,
        double ratio => ratio / 2,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        Enum choice => Enum.GetValues(property.PropertyType).Cast<Enum>().First(other => !other.Equals(choice)),
        _ => "other",
    };
}
