using Vindex.Server.Configuration;

namespace Vindex.Server.Tests.Hosting;

/// <summary>Options as the default settings have them, for parts that are tested without a server.</summary>
internal static class DefaultSettings
{
    public static T Of<T>(string section, params (string Key, string Value)[] changes)
        where T : class => Settings.Read<T>(Build(changes), section);

    /// <summary>The default settings with changes, without the file and the environment of this machine.</summary>
    public static Microsoft.Extensions.Configuration.IConfigurationRoot Build(params (string Key, string Value)[] changes) =>
        Settings.Build("no-such-folder", changes.ToDictionary(change => change.Key, change => (string?)change.Value), [], new Dictionary<string, string>());
}
