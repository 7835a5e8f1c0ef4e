namespace AlternatorHandler.Testing.Http;

/// <summary>What becomes of a connection after a request.</summary>
internal enum ConnectionAction
{
    /// <summary>The next request may come, if the body of this one was read.</summary>
    KeepAlive,

    /// <summary>An orderly end (FIN).</summary>
    Close,

    /// <summary>An abortive end (RST).</summary>
    Reset,
}
