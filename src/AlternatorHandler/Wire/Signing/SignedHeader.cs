namespace AlternatorHandler.Wire.Signing;

/// <summary>Represents a header that is signed: its name in any letter case, and its value as it is sent.</summary>
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

    /// <summary>Gets the value as text. It is not available for a header that was created from a URI.</summary>
    public string Text => (string)Value;

    private object Value { get; }

    /// <summary>Creates the Host header that .NET writes for a request without one.</summary>
    public static SignedHeader CreateHost(Uri target) => new(target);

    /// <summary>Compares two headers in the order of Signature Version 4: by the bytes of the lower-case name.</summary>
    public static int Compare(in SignedHeader left, in SignedHeader right)
    {
        var length = Math.Min(left.Name.Length, right.Name.Length);
        for (var i = 0; i < length; i++)
        {
            // OrdinalIgnoreCase cannot be used: it compares upper-case letters, and '_' sorts between upper and lower case.
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
        // Matches SocketsHttpHandler: brackets around IPv6 addresses, Punycode for other names, no default port.
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
