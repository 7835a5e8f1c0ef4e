using System.IO.Compression;

namespace AlternatorHandler.UnitTests.Wire.Fakes;

/// <summary>Creates a small body that decompresses to a large one.</summary>
internal static class DecompressionBomb
{
    public static byte[] Create(int size)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            var zeros = new byte[1 << 20];
            for (var remaining = size; remaining > 0; remaining -= zeros.Length)
            {
                gzip.Write(zeros, 0, Math.Min(remaining, zeros.Length));
            }
        }

        return compressed.ToArray();
    }
}
