using System.Buffers;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace AlternatorHandler;

/// <summary>Represents the role that requests are signed for, and its secret.</summary>
/// <remarks>
/// The secret does not appear in any text that this library writes, such as logs, exceptions, <see cref="ToString"/> or the debugger display.
/// For ScyllaDB, the secret is the value that <c>SELECT salted_hash FROM system.roles</c> returns for the role, not the password of the role.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AlternatorCredentials
{
    // A node splits the Authorization header at spaces, commas and '=', and the credential in it at '/'.
    private static readonly SearchValues<char> UserCharacters =
        SearchValues.Create("!\"#$%&'()*+-.0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>Initializes a new instance of the <see cref="AlternatorCredentials"/> class.</summary>
    /// <param name="user">
    /// The name of the role; in AWS terms, the access key ID. It must be printable ASCII without space, comma, slash and equals sign, which a signature cannot contain.
    /// </param>
    /// <param name="secret">The secret of the role; in AWS terms, the secret access key. It must not be empty.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="user"/> or <paramref name="secret"/> is <see langword="null"/> or empty, or <paramref name="user"/> contains a character that is not valid.
    /// </exception>
    public AlternatorCredentials(string user, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        if (user.AsSpan().ContainsAnyExcept(UserCharacters))
        {
            throw new ArgumentException(
                $"The user '{user}' contains a character that is not valid in a signature. It must be printable ASCII without space, comma, slash and equals sign.",
                nameof(user));
        }

        User = user;
        Secret = secret;
    }

    /// <summary>Gets the name of the role; in AWS terms, the access key ID.</summary>
    public string User { get; }

    /// <summary>Gets the secret of the role; in AWS terms, the secret access key.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Secret { get; }

    /// <summary>Gets the session token of temporary credentials. It is sent and signed as <c>X-Amz-Security-Token</c>.</summary>
    /// <value>The default value is <see langword="null"/>: no token. It must be printable ASCII without spaces, and must not be empty. ScyllaDB ignores it.</value>
    /// <exception cref="ArgumentException">The token is empty, or contains a space or a character that is not printable ASCII.</exception>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? SessionToken
    {
        get;
        init
        {
            if (value is not null && (value.Length == 0 || value.AsSpan().ContainsAnyExceptInRange('!', '~')))
            {
                throw new ArgumentException("The session token must be printable ASCII without spaces, and must not be empty.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Returns the name of the role, without the secret and the token.</summary>
    /// <returns>The value of <see cref="User"/>.</returns>
    public override string ToString() => User;
}
