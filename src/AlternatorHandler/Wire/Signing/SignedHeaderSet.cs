using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Collects the headers of a request that its signature covers.</summary>
/// <remarks>
/// These are the headers that AWS requires: <c>Host</c>, <c>Content-Type</c> if present, and every <c>X-Amz-*</c> header. A node requires less (<c>x-amz-date</c>),
/// but the headers that specify the operation and the format of the body must not be changed in transit. Other headers are not signed, so that handlers below can add or remove them.
/// </remarks>
internal ref struct SignedHeaderSet(Span<SignedHeader> initial)
{
    private Span<SignedHeader> _items = initial;
    private SignedHeader[]? _rented;
    private int _count;

    /// <summary>Gets the headers in the order of a canonical request. Headers with the same name keep the order in which their values are sent.</summary>
    public readonly ReadOnlySpan<SignedHeader> Items => _items[.._count];

    /// <summary>Collects the headers to sign.</summary>
    /// <param name="request">The request.</param>
    /// <param name="added">The headers that signing adds. They replace headers of the request with the same names.</param>
    /// <returns>Whether the request has any of the headers to replace.</returns>
    public bool Collect(HttpRequestMessage request, ReadOnlySpan<SignedHeader> added)
    {
        foreach (var header in added)
        {
            Insert(header);
        }

        Collect(request.Headers, added, out var hasHost, out var hasReplaced);
        if (!hasHost)
        {
            Insert(SignedHeader.CreateHost(request.RequestUri!));
        }

        if (request.Content is { } content)
        {
            Collect(content.Headers, added: [], out _, out _);
        }

        return hasReplaced;
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

    // The non-validated view returns the values as they are sent, without parsing them, and a single value without an allocation.
    private void Collect(HttpHeaders headers, ReadOnlySpan<SignedHeader> added, out bool hasHost, out bool hasReplaced)
    {
        hasHost = hasReplaced = false;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            {
                if (ContainsName(added, name))
                {
                    hasReplaced = true;
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

    private static bool ContainsName(ReadOnlySpan<SignedHeader> headers, string name)
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

/// <summary>Provides stack space for the headers of a typical request. A request of an SDK has six signed headers.</summary>
[InlineArray(Capacity)]
internal struct SignedHeaderBuffer
{
    public const int Capacity = 8;

    private SignedHeader _first;
}
