using Vindex.Server.Configuration;

namespace Vindex.Server.Operations.Retention;

/// <summary>Settings of retention.</summary>
/// <param name="Enabled">Whether companies' <c>retention_days</c> are enforced daily.</param>
internal sealed record RetentionOptions(bool Enabled)
{
    public static RetentionOptions Read(SettingsReader settings) => new(settings.Flag("Retention:Enabled"));
}
