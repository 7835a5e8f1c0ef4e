using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

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

    /// <summary>Collects what is signed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="added">The headers that signing adds, instead of those with the same names that the request may have.</param>
    /// <returns>Whether it has any of those.</returns>
    public bool Collect(HttpRequestMessage request, ReadOnlySpan<SignedHeader> added)
    {
        foreach (var header in added)
        {
            Insert(header);
        }

        Collect(request.Headers, added, out var hasHost, out var hasAdded);
        if (!hasHost)
        {
            Insert(SignedHeader.HostOf(request.RequestUri!));
        }

        if (request.Content is { } content)
        {
            Collect(content.Headers, added: [], out _, out _);
        }

        return hasAdded;
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
    private void Collect(HttpHeaders headers, ReadOnlySpan<SignedHeader> added, out bool hasHost, out bool hasAdded)
    {
        hasHost = hasAdded = false;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            {
                if (IsAmong(added, name))
                {
                    hasAdded = true;
                    continue;
                }
            }
            else if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
            {
                hasHost = true;
            }
            else if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            Insert(new SignedHeader(name, values.ToString()));
        }
    }

    private static bool IsAmong(ReadOnlySpan<SignedHeader> headers, string name)
    {
        foreach (var header in headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
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

/// <summary>Room on the stack for the headers of a usual request: an SDK's has six that are signed.</summary>
[InlineArray(Capacity)]
internal struct SignedHeaderBuffer
{
    public const int Capacity = 8;

    private SignedHeader _first;
}
