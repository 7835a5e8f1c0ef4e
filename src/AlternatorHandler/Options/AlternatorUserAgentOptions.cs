using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace AlternatorHandler;

/// <summary>Says by which name nodes know this client: ScyllaDB shows the header as <c>driver_name</c> in <c>system.clients</c>.</summary>
/// <remarks>A request whose signature covers <c>User-Agent</c> keeps its own. What was written is still on the caller's message when the reply is there.</remarks>
public sealed class AlternatorUserAgentOptions
{
    // Without what follows a plus sign: the commit of the build is no business of the node's.
    private static readonly string DefaultProduct = "alternator-handler-dotnet/"
        + typeof(AlternatorUserAgentOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Gets or sets what becomes of the <c>User-Agent</c> header.</summary>
    /// <value>The default value is <see cref="UserAgentMode.Add"/>.</value>
    [EnumDataType(typeof(UserAgentMode))]
    public UserAgentMode Mode { get; set; } = UserAgentMode.Add;

    /// <summary>Gets or sets what is added or put in place.</summary>
    /// <value>The default value is <c>alternator-handler-dotnet/</c> and this library's version. It must be printable ASCII, and neither be empty nor begin with a space.</value>
    [Required]
    [RegularExpression("[!-~][ -~]*")]
    public string Product { get; set; } = DefaultProduct;
}
