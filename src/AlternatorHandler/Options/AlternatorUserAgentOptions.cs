using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace AlternatorHandler;

/// <summary>Options for the <c>User-Agent</c> header, which ScyllaDB shows as <c>driver_name</c> in <c>system.clients</c>.</summary>
/// <remarks>
/// The header of a request whose signature covers <c>User-Agent</c> is not changed. The header that was sent remains on the request message after the response is received.
/// </remarks>
public sealed class AlternatorUserAgentOptions
{
    // The part after a plus sign, the commit of the build, is not relevant to a node.
    private static readonly string DefaultProduct = "alternator-handler-dotnet/"
        + typeof(AlternatorUserAgentOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Gets or sets how the <c>User-Agent</c> header is changed.</summary>
    /// <value>The default value is <see cref="AlternatorUserAgentMode.Add"/>.</value>
    [EnumDataType(typeof(AlternatorUserAgentMode))]
    public AlternatorUserAgentMode Mode { get; set; } = AlternatorUserAgentMode.Add;

    /// <summary>Gets or sets the product that is added to the header or replaces it.</summary>
    /// <value>
    /// The default value is <c>alternator-handler-dotnet/</c> and the version of this library.
    /// It must be printable ASCII, must not be empty, and must not begin with a space.
    /// </value>
    [Required]
    [RegularExpression("[!-~][ -~]*")]
    public string Product { get; set; } = DefaultProduct;
}
