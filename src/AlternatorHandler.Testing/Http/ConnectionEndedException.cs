namespace AlternatorHandler.Testing.Http;

/// <summary>The exception that is thrown when the client has disconnected or the node has stopped, so that the connection cannot be used any more.</summary>
internal sealed class ConnectionEndedException() : Exception("The connection has ended.");
