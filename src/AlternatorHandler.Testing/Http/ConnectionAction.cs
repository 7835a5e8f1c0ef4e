namespace AlternatorHandler.Testing.Http;

/// <summary>Specifies what happens to a connection after a request.</summary>
internal enum ConnectionAction
{
    /// <summary>The connection stays open, unless the body of the request has not been read.</summary>
    KeepAlive,

    /// <summary>The connection is closed (FIN).</summary>
    Close,

    /// <summary>The connection is reset (RST).</summary>
    Reset,
}
