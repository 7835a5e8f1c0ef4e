namespace AlternatorHandler.FunctionalTests.Wire;

/// <summary>One choice of all wire options.</summary>
public sealed record WireCombination(WireTransport Transport, WireSigner Signer, bool Trims, bool CompressesRequests, string? ReplyEncoding)
{
    private static readonly bool[] OffAndOn = [false, true];
    private static readonly string?[] ReplyEncodings = [null, "gzip", "deflate"];

    public static IEnumerable<WireCombination> All =>
        from transport in Enum.GetValues<WireTransport>()
        from signer in Enum.GetValues<WireSigner>()
        from trims in OffAndOn
        from compresses in OffAndOn
        from encoding in ReplyEncodings
        select new WireCombination(transport, signer, trims, compresses, encoding);

    /// <summary>Gets a value indicating whether a large body arrives compressed: one that the SDK signed can't.</summary>
    public bool SendsGzip => CompressesRequests && Signer != WireSigner.Sdk;

    public void Configure(AlternatorOptions options)
    {
        options.HeaderTrimming.Enabled = Trims;
        options.RequestCompression.Enabled = CompressesRequests;
        options.ResponseCompression.Enabled = ReplyEncoding is not null;
    }

    public override string ToString() =>
        $"{Transport}, signed by {Signer}, {(Trims ? "trimmed" : "untrimmed")}, requests {(CompressesRequests ? "gzip" : "plain")}, replies {ReplyEncoding ?? "plain"}";
}
