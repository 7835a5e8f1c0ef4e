namespace AlternatorHandler.Options;

/// <summary>The options that hold now. They are replaced as a whole when configuration changes, never changed: who reads them once sees values that fit together.</summary>
/// <remarks>Reading takes no lock and allocates nothing: requests do it. Whoever needs the options of the start keeps those.</remarks>
internal sealed class LiveOptions(AlternatorOptions options)
{
    private AlternatorOptions _current = options;

    public AlternatorOptions Current => Volatile.Read(ref _current);

    public void Replace(AlternatorOptions options) => Volatile.Write(ref _current, options);
}
