using Microsoft.Extensions.Options;

namespace AlternatorHandler.Options;

/// <summary>Validates the annotations of all options, including nested ones.</summary>
[OptionsValidator]
internal sealed partial class AlternatorOptionsValidator : IValidateOptions<AlternatorOptions>;
