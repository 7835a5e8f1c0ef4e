using System.Security.Cryptography;
using System.Text;

namespace AlternatorHandler.Wire.Signing;

/// <summary>The key that one user's requests of one UTC day are signed with: AWS's chain of four HMACs over the secret.</summary>
internal sealed class SigningKey
{
    private readonly AlternatorCredentials _credentials;
    private readonly string _date;
    private readonly byte[] _key;
    private readonly byte[] _credential;

    // Knows the key already, which makes it twice as fast as a one-shot call. It serves one thread at a time.
    private IncrementalHash? _hmac;

    public SigningKey(AlternatorCredentials credentials, string date, string region, string service)
    {
        _credentials = credentials;
        _date = date;
        _key = Derive(credentials.Secret, date, region, service);
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        _credential = Encoding.UTF8.GetBytes($"{credentials.User}/{date}/{region}/{service}/aws4_request");
    }

    /// <summary>Gets what the Authorization header calls the credential: the user and the scope.</summary>
    public ReadOnlySpan<byte> Credential => _credential;

    /// <summary>Gets the scope: <c>date/region/service/aws4_request</c>.</summary>
    public ReadOnlySpan<byte> Scope => _credential.AsSpan(_credentials.User.Length + 1);

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>Whether this is the key for these credentials (the same object, or equal ones of a provider that makes new objects) on this day.</summary>
    public bool IsFor(AlternatorCredentials credentials, string date) =>
        _date == date
        && (ReferenceEquals(_credentials, credentials) || (_credentials.User == credentials.User && _credentials.Secret == credentials.Secret));

    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (Interlocked.Exchange(ref _hmac, null) is not { } hmac)
        {
            HMACSHA256.HashData(_key, message, signature);
            return;
        }

        hmac.AppendData(message);
        hmac.GetHashAndReset(signature);
        Volatile.Write(ref _hmac, hmac);
    }

    private static byte[] Derive(string secret, string date, string region, string service)
    {
        var initial = new byte[4 + Encoding.UTF8.GetByteCount(secret)];
        var key = new byte[HMACSHA256.HashSizeInBytes];
        try
        {
            "AWS4"u8.CopyTo(initial);
            Encoding.UTF8.GetBytes(secret, initial.AsSpan(4));
            HMACSHA256.HashData(initial, Encoding.UTF8.GetBytes(date), key);
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(region), key);
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(service), key);
            HMACSHA256.HashData(key, "aws4_request"u8, key);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(initial);
        }
    }
}

/// <summary>Keeps the last signing key, which serves a whole UTC day.</summary>
/// <remarks>
/// Two threads that miss together both derive the key, and the later one stays: both keys are right.
/// A provider that alternates between users derives anew at each change, four HMACs.
/// </remarks>
internal sealed class SigningKeyCache(string region, string service)
{
    private SigningKey? _current;

    public SigningKey Get(AlternatorCredentials credentials, string date)
    {
        var key = Volatile.Read(ref _current);
        if (key is null || !key.IsFor(credentials, date))
        {
            key = new SigningKey(credentials, date, region, service);
            Volatile.Write(ref _current, key);
        }

        return key;
    }
}
