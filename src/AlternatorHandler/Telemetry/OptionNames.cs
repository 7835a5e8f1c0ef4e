namespace AlternatorHandler.Telemetry;

/// <summary>The names of options as a log message lists them, made only if somebody reads it.</summary>
internal readonly record struct OptionNames(IEnumerable<string> Names)
{
    public override string ToString() => string.Join(", ", Names);
}
