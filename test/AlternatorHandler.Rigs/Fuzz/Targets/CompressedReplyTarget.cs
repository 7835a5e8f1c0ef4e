using AlternatorHandler.Wire.Compression;

namespace AlternatorHandler.Rigs.Fuzz.Targets;

/// <summary>A compressed reply: it may be anything, and may decompress to anything.</summary>
internal sealed class CompressedReplyTarget : IFuzzTarget
{
    private const int Limit = 16 * 1024;

    public string Name => "CompressedReply";

    public IReadOnlyList<string> Words { get; } = ["\u001f\u008b\u0008", "x\u009c", "{\"Items\":["];

    public bool Read(byte[] input)
    {
        var isUnderstood = false;
        foreach (var encoding in (string[])["gzip", "deflate"])
        {
            using var content = new DecompressedContent(new ByteArrayContent(input), ContentDecoder.Find(encoding)!, "10.0.0.1:8000");
            try
            {
                using var body = new MemoryStream();
                using var stream = content.ReadAsStream();
                var buffer = new byte[4096];
                int read;
                while (body.Length <= Limit && (read = stream.Read(buffer)) > 0)
                {
                    body.Write(buffer, 0, read);
                }

                isUnderstood = true;
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException)
            {
                // What a connection that breaks throws as well: the attempt failed.
            }
        }

        return isUnderstood;
    }
}
