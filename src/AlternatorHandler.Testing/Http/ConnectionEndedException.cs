namespace AlternatorHandler.Testing.Http;

/// <summary>The other side is gone, or the node is: nothing more can be read or written here.</summary>
internal sealed class ConnectionEndedException() : Exception("The connection has ended.");
