using System.Globalization;

namespace AlternatorHandler.Options.Configuration;

/// <summary>One option as configuration knows it.</summary>
/// <param name="Path">Where it stands; <c>*</c> is any key of a list or dictionary.</param>
/// <param name="Kind">What a value must be, for the sentence that says that it isn't.</param>
/// <param name="IsKind">Whether a text is such a value, as the configuration binder reads it.</param>
/// <param name="Read">Its value, or those of a list as one text.</param>
/// <param name="IsLive">Whether a change holds at once. The others hold after a restart.</param>
internal sealed record OptionEntry(string Path, string Kind, Func<string, bool> IsKind, Func<AlternatorOptions, object?> Read, bool IsLive)
{
    /// <summary>Gets the name by which messages tell the option: that of the list, for what is in a list.</summary>
    public string Name => Path.IndexOf(":*", StringComparison.Ordinal) is >= 0 and var list ? Path[..list] : Path;

    /// <summary>The same option, changed at once.</summary>
    public OptionEntry Live() => this with { IsLive = true };

    public static OptionEntry Text(string path, Func<AlternatorOptions, string?> read) => new(path, "a text", static _ => true, read, false);

    public static OptionEntry Address(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "an address", static text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _), read, false);

    public static OptionEntry Flag(string path, Func<AlternatorOptions, bool> read) =>
        new(path, "true or false", static text => bool.TryParse(text, out _), options => read(options), false);

    public static OptionEntry Count(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "a whole number", static text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _), read, false);

    public static OptionEntry Ratio(string path, Func<AlternatorOptions, object?> read) =>
        new(path, "a number", static text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), read, false);

    public static OptionEntry Time(string path, Func<AlternatorOptions, TimeSpan> read) =>
        new(path, "a time span, such as 00:00:02.5", static text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _), options => read(options), false);

    public static OptionEntry Choice<T>(string path, Func<AlternatorOptions, T> read, params T[] choices)
        where T : struct, Enum =>
        new(path, $"one of {(choices.Length > 0 ? string.Join(", ", choices) : string.Join(", ", Enum.GetNames<T>()))}", static text => Enum.TryParse<T>(text, ignoreCase: true, out _), options => read(options), false);
}
