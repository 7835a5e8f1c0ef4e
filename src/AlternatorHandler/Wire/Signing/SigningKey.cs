using System.Security.Cryptography;
using System.Text;

namespace AlternatorHandler.Wire.Signing;

/// <summary>Represents the key that signs the requests of one user on one UTC day: the result of AWS's chain of four HMACs over the secret.</summary>
internal sealed class SigningKey
{
    private readonly AlternatorCredentials _credentials;
    private readonly string _date;
    private readonly byte[] _key;
    private readonly byte[] _credential;

    // Holds the prepared key, which makes it twice as fast as a one-shot call. Only one thread can use it at a time.
    private IncrementalHash? _hmac;

    public SigningKey(AlternatorCredentials credentials, string date, string region, string service)
    {
        _credentials = credentials;
        _date = date;
        _key = Derive(credentials.Secret, date, region, service);
        _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        _credential = Encoding.UTF8.GetBytes($"{credentials.User}/{date}/{region}/{service}/aws4_request");
    }

    /// <summary>Gets the value of <c>Credential</c> in the Authorization header: the user and the scope.</summary>
    public ReadOnlySpan<byte> Credential => _credential;

    /// <summary>Gets the scope: <c>date/region/service/aws4_request</c>.</summary>
    public ReadOnlySpan<byte> Scope => _credential.AsSpan(_credentials.User.Length + 1);

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>Determines whether this is the key for the credentials on the day. The credentials match if they are the same object or have equal values, because a provider may create a new object each time.</summary>
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

/// <summary>Caches the last signing key, which is valid for a UTC day.</summary>
/// <remarks>
/// If two threads miss the cache at the same time, both derive the key and the later key is kept; both keys are correct.
/// With a provider that alternates between users, each change derives a new key with four HMACs.
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
