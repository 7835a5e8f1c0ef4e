namespace AlternatorHandler.Wire.Signing;

/// <summary>Writes the canonical request: the parts of the request that the signature covers, as the text that both sides hash.</summary>
internal static class CanonicalRequest
{
    /// <summary>Writes the canonical request.</summary>
    /// <returns>The range of the list of signed headers in the written text.</returns>
    /// <remarks>The path is always <c>/</c> and the query is always empty, regardless of the request: nodes compute the signature this way, and DynamoDB has no other path.</remarks>
    public static Range Write(ref Utf8Writer writer, string method, scoped ReadOnlySpan<SignedHeader> sorted, scoped ReadOnlySpan<byte> payloadHash)
    {
        writer.Write(method);
        writer.Write("\n/\n\n"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (IsRepeated(sorted, i))
            {
                writer.Write((byte)',');
            }
            else
            {
                if (i > 0)
                {
                    writer.Write((byte)'\n');
                }

                writer.WriteLowerCase(sorted[i].Name);
                writer.Write((byte)':');
            }

            sorted[i].WriteValue(ref writer);
        }

        writer.Write("\n\n"u8);
        var start = writer.Length;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (!IsRepeated(sorted, i))
            {
                if (i > 0)
                {
                    writer.Write((byte)';');
                }

                writer.WriteLowerCase(sorted[i].Name);
            }
        }

        var end = writer.Length;
        writer.Write((byte)'\n');
        writer.WriteHex(payloadHash);
        return start..end;
    }

    private static bool IsRepeated(ReadOnlySpan<SignedHeader> sorted, int i) => i > 0 && SignedHeader.IsSameName(sorted[i - 1], sorted[i]);
}
