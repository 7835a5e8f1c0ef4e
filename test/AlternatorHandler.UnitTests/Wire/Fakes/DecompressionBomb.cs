using System.IO.Compression;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>A small reply that decompresses to a large one.</summary>
internal static class DecompressionBomb
{
    public static byte[] Of(int size)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1 << 20];
            for (var rest = size; rest > 0; rest -= zeros.Length)
            {
                gzip.Write(zeros, 0, Math.Min(rest, zeros.Length));
            }
        }

        return compressed.ToArray();
    }
}
