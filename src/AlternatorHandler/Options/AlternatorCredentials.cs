using System.Buffers;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace AlternatorHandler;

/// <summary>The role that requests are signed for, and its secret.</summary>
/// <remarks>
/// The secret appears in no text that this library writes: not in logs, exceptions, <see cref="ToString"/> or the debugger's display.
/// For ScyllaDB the secret is what <c>SELECT salted_hash FROM system.roles</c> shows for the role, not the role's password.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AlternatorCredentials
{
    // The node splits the Authorization header at spaces, commas and '=', and the credential in it at '/'.
    private static readonly SearchValues<char> UserCharacters =
        SearchValues.Create("!\"#$%&'()*+-.0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Initializes the credentials of <paramref name="user"/>.</summary>
    /// <param name="user">The role's name, the access key id in AWS terms. Printable ASCII without space, comma, slash and equals sign: a signature cannot carry those.</param>
    /// <param name="secret">The role's secret, the secret access key in AWS terms. Not empty.</param>
    /// <exception cref="ArgumentException"><paramref name="user"/> or <paramref name="secret"/> is null, empty, or has a character that it must not have.</exception>
    public AlternatorCredentials(string user, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (user.AsSpan().ContainsAnyExcept(UserCharacters))
        {
            throw new ArgumentException($"The user '{user}' cannot be signed for: only printable ASCII without space, comma, slash and equals sign can.", nameof(user));
        }

        User = user;
        Secret = secret;
    }

    /// <summary>Gets the role's name, the access key id in AWS terms.</summary>
    public string User { get; }

    /// <summary>Gets the role's secret, the secret access key in AWS terms.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Secret { get; }

    /// <summary>Gets the session token that temporary credentials come with. It is sent and signed as <c>X-Amz-Security-Token</c>.</summary>
    /// <value>The default value is <see langword="null"/>: no token. Printable ASCII. ScyllaDB does not look at it.</value>
    /// <exception cref="ArgumentException">The token is empty or has a character that a header cannot carry.</exception>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? SessionToken
    {
        get;
        init
        {
            if (value is not null && (value.Length == 0 || value.AsSpan().ContainsAnyExceptInRange('!', '~')))
            {
                throw new ArgumentException("A session token must be printable ASCII without spaces, and not empty.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Names the user. Never shows the secret or the token.</summary>
    /// <returns>The user.</returns>
    public override string ToString() => User;
}
