using System.Buffers;
using System.Text.Json;

namespace AlternatorHandler.Affinity;

/// <summary>Represents the text of a JSON string or member name as UTF-8. The text is copied only if it contains escapes.</summary>
internal ref struct DecodedText
{
    private byte[]? _rented;

    public DecodedText(scoped in Utf8JsonReader reader, ReadOnlySpan<byte> raw, Span<byte> scratch)
    {
        if (!reader.ValueIsEscaped)
        {
            Utf8 = raw;
            return;
        }

        if (raw.Length > scratch.Length)
        {
            scratch = _rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        }

        Utf8 = scratch[..reader.CopyString(scratch)];
    }

    public ReadOnlySpan<byte> Utf8 { get; }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
