using Vindex.Server.Configuration;

namespace Vindex.Server.Operations.Retention;

/// <summary>Whether old scores are deleted.</summary>
/// <param name="Enabled">Companies' own <c>retention_days</c> are enforced daily.</param>
internal sealed record RetentionOptions(bool Enabled)
{
    public static RetentionOptions Read(SettingsReader settings) => new(settings.Flag("Retention:Enabled"));
}
