namespace AlternatorHandler.Wire.Signing;

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
