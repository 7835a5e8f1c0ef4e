using System.Buffers;
using System.Net.Http.Headers;

namespace AlternatorHandler.Wire.Signing;

/// <summary>The headers of a request that its signature covers.</summary>
/// <remarks>
/// They are those that AWS requires: <c>Host</c>, <c>Content-Type</c> if there is one, and every <c>X-Amz-*</c> header. A node insists on less (<c>x-amz-date</c>),
/// but what names the operation or the format of the body must not be changed on the way. Nothing else is signed, so that handlers below may add or drop headers.
/// </remarks>
internal ref struct SignedHeaderSet(Span<SignedHeader> initial)
{
    private Span<SignedHeader> _items = initial;
    private SignedHeader[]? _rented;
    private int _count;

    /// <summary>Gets the headers in the order of a canonical request. A name that occurs twice keeps the order in which the values go on the wire.</summary>
    public readonly ReadOnlySpan<SignedHeader> Items => _items[.._count];

    public void Collect(HttpRequestMessage request)
    {
        if (!Collect(request.Headers))
        {
            Insert(SignedHeader.HostOf(request.RequestUri!));
        }

        if (request.Content is { } content)
        {
            Collect(content.Headers);
        }
    }

    public void Insert(SignedHeader header)
    {
        if (_count == _items.Length)
        {
            Grow();
        }

        var i = _count++;
        for (; i > 0 && SignedHeader.Compare(_items[i - 1], header) > 0; i--)
        {
            _items[i] = _items[i - 1];
        }

        _items[i] = header;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<SignedHeader>.Shared.Return(_rented, clearArray: true);
            _rented = null;
        }

        _items = default;
        _count = 0;
    }

    // The non-validated view gives what will be written, without parsing it; a single value without allocating either.
    private bool Collect(HttpHeaders headers)
    {
        var hasHost = false;
        foreach (var (name, values) in headers.NonValidated)
        {
            var isHost = name.Equals("Host", StringComparison.OrdinalIgnoreCase);
            if (isHost
                || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                Insert(new SignedHeader(name, values.ToString()));
                hasHost |= isHost;
            }
        }

        return hasHost;
    }

    private void Grow()
    {
        var larger = ArrayPool<SignedHeader>.Shared.Rent(_items.Length * 2);
        Items.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<SignedHeader>.Shared.Return(_rented, clearArray: true);
        }

        _items = _rented = larger;
    }
}
