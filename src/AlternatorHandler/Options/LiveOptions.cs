namespace AlternatorHandler.Options;

/// <summary>
/// Holds the current options. A configuration change replaces them as a whole and never modifies them, so that a reader that reads them once sees consistent values.
/// </summary>
/// <remarks>Reading takes no lock and allocates nothing, because every request reads them. Code that needs the initial options keeps its own reference.</remarks>
internal sealed class LiveOptions(AlternatorOptions options)
{
    private AlternatorOptions _current = options;

    public AlternatorOptions Current => Volatile.Read(ref _current);

    public void Replace(AlternatorOptions options) => Volatile.Write(ref _current, options);
}
