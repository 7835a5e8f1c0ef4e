using System.Buffers.Binary;

namespace AlternatorHandler.Testing.Tls;

/// <summary>Reads the first message of a server, which shows whether a session was resumed. .NET does not expose that.</summary>
internal static class ServerHello
{
    private const int RecordHeader = 5;
    private const byte Handshake = 22;
    private const byte Message = 2;
    private const ushort PreSharedKey = 41;
    private const ushort SupportedVersions = 43;

    /// <summary>Returns a value indicating whether the server resumes an earlier session.</summary>
    /// <param name="sent">The bytes that the server sent, from the first one on.</param>
    public static bool IsResumption(ReadOnlySpan<byte> sent)
    {
        if (sent.Length < RecordHeader || sent[0] != Handshake)
        {
            return false;
        }

        var record = sent[RecordHeader..];
        var recordLength = BinaryPrimitives.ReadUInt16BigEndian(sent[3..]);
        if (record.Length < recordLength || recordLength < 4 || record[0] != Message)
        {
            return false;
        }

        var length = (record[1] << 16) | (record[2] << 8) | record[3];
        var hello = record.Slice(4, length);

        // The extensions follow the version, the random, the session ID, the cipher suite and the compression method.
        var at = 2 + 32;
        at += 1 + hello[at] + 2 + 1;
        var isVersion13 = false;
        for (at += 2; at + 4 <= hello.Length; at += 4 + BinaryPrimitives.ReadUInt16BigEndian(hello[(at + 2)..]))
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(hello[at..]))
            {
                case PreSharedKey:
                    return true;
                case SupportedVersions:
                    isVersion13 = true;
                    break;
            }
        }

        // TLS 1.2: in a full handshake, the certificate follows in this record or the next. In a resumption, a ticket or ChangeCipherSpec follows.
        return !isVersion13 && !IsFollowedByCertificate(record[(4 + length)..recordLength], record[recordLength..]);
    }

    private static bool IsFollowedByCertificate(ReadOnlySpan<byte> inRecord, ReadOnlySpan<byte> nextRecord)
    {
        const byte certificate = 11;
        return inRecord.Length > 0 ? inRecord[0] == certificate : nextRecord.Length > RecordHeader && nextRecord[0] == Handshake && nextRecord[RecordHeader] == certificate;
    }
}
