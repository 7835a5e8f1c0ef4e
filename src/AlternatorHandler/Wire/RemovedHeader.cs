using System.Net.Http.Headers;

namespace AlternatorHandler.Wire;

/// <summary>A header that the caller will find again, with the values as they were.</summary>
internal readonly record struct RemovedHeader(string Name, HeaderStringValues Values)
{
    public void Restore(HttpRequestHeaders headers)
    {
        headers.Remove(Name);
        if (Values.Count == 1)
        {
            headers.TryAddWithoutValidation(Name, Values.ToString());
        }
        else if (Values.Count > 1)
        {
            headers.TryAddWithoutValidation(Name, Values);
        }
    }
}
