using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace AlternatorHandler.AspNetCore;

/// <summary>What the page's own links begin with.</summary>
internal static class PageAddress
{
    /// <summary>The base for the page at <paramref name="path"/>, relative to it, so that it is right behind a proxy that cuts a prefix off.</summary>
    /// <remarks>It begins with <c>./</c>, so that no path can make it another host or scheme.</remarks>
    public static string BaseOf(PathString path)
    {
        var name = path.ToUriComponent().Split('/')[^1];
        return HtmlEncoder.Default.Encode(name.Length == 0 ? "./" : $"./{name}/");
    }
}
