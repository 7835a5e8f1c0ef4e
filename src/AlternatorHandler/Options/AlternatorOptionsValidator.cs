using Microsoft.Extensions.Options;

namespace AlternatorHandler.Options;

/// <summary>Checks the annotations of all options, nested ones included.</summary>
[OptionsValidator]
internal sealed partial class AlternatorOptionsValidator : IValidateOptions<AlternatorOptions>;
