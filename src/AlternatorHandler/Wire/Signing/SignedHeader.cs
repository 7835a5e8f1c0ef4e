namespace AlternatorHandler.Wire.Signing;

/// <summary>One header that is signed: its name in any case, and its value as it goes on the wire.</summary>
internal readonly struct SignedHeader
{
    public SignedHeader(string name, string value)
    {
        Name = name;
        Value = value;
    }

    private SignedHeader(Uri target)
    {
        Name = "host";
        Value = target;
    }

    public string Name { get; }

    /// <summary>Gets the value. Only the header of a target has none as text.</summary>
    public string Text => (string)Value;

    private object Value { get; }

    /// <summary>The Host header that .NET writes for a request without one.</summary>
    public static SignedHeader HostOf(Uri target) => new(target);

    /// <summary>Orders as SigV4 does: by the lower-case name, byte by byte.</summary>
    public static int Compare(in SignedHeader left, in SignedHeader right)
    {
        var length = Math.Min(left.Name.Length, right.Name.Length);
        for (var i = 0; i < length; i++)
        {
            // Not OrdinalIgnoreCase: that compares upper-case letters, and '_' sorts between the two cases.
            var difference = char.ToLowerInvariant(left.Name[i]) - char.ToLowerInvariant(right.Name[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Name.Length - right.Name.Length;
    }

    public static bool IsSameName(in SignedHeader left, in SignedHeader right) => left.Name.Equals(right.Name, StringComparison.OrdinalIgnoreCase);

    public void WriteValue(ref Utf8Writer writer)
    {
        if (Value is Uri target)
        {
            WriteAuthority(ref writer, target);
        }
        else
        {
            WriteText(ref writer, Text);
        }
    }

    private static void WriteAuthority(ref Utf8Writer writer, Uri target)
    {
        // As SocketsHttpHandler does: brackets around IPv6, punycode for other names, no default port.
        writer.Write(target.HostNameType == UriHostNameType.IPv6 ? target.Host : target.IdnHost);
        if (!target.IsDefaultPort)
        {
            Span<char> port = stackalloc char[5];
            target.Port.TryFormat(port, out var digits);
            writer.Write((byte)':');
            writer.Write(port[..digits]);
        }
    }

    private static void WriteText(ref Utf8Writer writer, ReadOnlySpan<char> value)
    {
        value = value.Trim(" \t");
        for (int gap; (gap = value.IndexOf("  ")) >= 0; value = value[gap..].TrimStart(' '))
        {
            writer.Write(value[..(gap + 1)]);
        }

        writer.Write(value);
    }
}
