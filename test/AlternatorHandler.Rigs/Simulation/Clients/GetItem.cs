namespace AlternatorHandler.Rigs.Simulation.Clients;

internal static class GetItem
{
    public static HttpRequestMessage To(Uri node)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, node) { Content = new ByteArrayContent([]) };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.GetItem");
        return request;
    }
}
