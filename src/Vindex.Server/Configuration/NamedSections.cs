namespace Vindex.Server.Configuration;

/// <summary>
/// Groups of settings of which there can be several, under names that operators choose: <c>Models:Default</c> in the defaults stands for
/// <c>Models:any-name</c>, whose members have the same defaults.
/// </summary>
internal static class NamedSections
{
    private const string Template = "Default";
    private const int LongestName = 40;
    private static readonly string[] s_groups = ["Models", "SignIn:Providers"];

    /// <summary>The name that the defaults use for a setting or a group of them; null if it is not in a named group.</summary>
    /// <param name="key">For example <c>Models:Fast:Key</c>.</param>
    /// <returns>For example <c>Models:Default:Key</c>.</returns>
    public static string? InDefaults(string key)
    {
        var group = s_groups.FirstOrDefault(one => key.StartsWith(one + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase));
        if (group is null) return null;
        var parts = key[(group.Length + 1)..].Split(ConfigurationPath.KeyDelimiter);
        if (!IsName(parts[0])) return null;
        parts[0] = Template;
        return ConfigurationPath.Combine([group, .. parts]);
    }

    /// <summary>The names in a group.</summary>
    public static IEnumerable<string> Of(IConfiguration configuration, string group) =>
        configuration.GetSection(group).GetChildren().Select(child => child.Key);

    /// <summary>The names in a group that operators added.</summary>
    public static IEnumerable<string> AddedTo(IConfiguration configuration, string group) =>
        Of(configuration, group).Where(name => !name.Equals(Template, StringComparison.OrdinalIgnoreCase) && IsName(name));

    /// <summary>The defaults of all groups that operators added.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="defaults">The defaults.</param>
    public static Dictionary<string, string?> Defaults(IConfiguration configuration, IConfiguration defaults) => (
        from @group in s_groups
        from name in AddedTo(configuration, @group)
        from member in defaults.GetSection(ConfigurationPath.Combine(@group, Template)).GetChildren()
        select KeyValuePair.Create(ConfigurationPath.Combine(@group, name, member.Key), member.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
