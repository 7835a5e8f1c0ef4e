using System.Security.Cryptography;
using System.Text;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Creates the Authorization header of AWS Signature Version 4.</summary>
internal static class Authorization
{
    // The canonical request, the string to sign and the header of a typical request take about 750 bytes.
    private const int TypicalSize = 1024;

    public static string Create(string method, ReadOnlySpan<SignedHeader> sorted, ReadOnlySpan<byte> payloadHash, SigningTime time, SigningKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var writer = new Utf8Writer(stackalloc byte[TypicalSize]);
        try
        {
            var signedHeaders = CanonicalRequest.Write(ref writer, method, sorted, payloadHash);
            var sha256 = HashingStream.ForCurrentThread;
            sha256.Write(writer.Written);
            sha256.Finish(hash);

            var stringToSign = writer.Length;
            writer.Write("AWS4-HMAC-SHA256\n"u8);
            writer.Write(time.Text);
            writer.Write((byte)'\n');
            writer.Write(key.Scope);
            writer.Write((byte)'\n');
            writer.WriteHex(hash);
            key.Sign(writer.Written[stringToSign..], hash);

            var header = writer.Length;
            writer.Write("AWS4-HMAC-SHA256 Credential="u8);
            writer.Write(key.Credential);
            writer.Write(", SignedHeaders="u8);
            writer.Repeat(signedHeaders);
            writer.Write(", Signature="u8);
            writer.WriteHex(hash);

            // The header is ASCII only, and this decoder needs a single pass.
            return Encoding.Latin1.GetString(writer.Written[header..]);
        }
        finally
        {
            writer.Dispose();
        }
    }
}
