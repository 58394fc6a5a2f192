using System.Collections;
using System.Text;
using System.Text.Json;

namespace Vindex.Server.Configuration;

/// <summary>
/// Sources of settings, where later ones override earlier ones: the commented defaults, <c>vindex.json</c> in the data folder, the environment, the command
/// line.
/// </summary>
internal static class Settings
{
    public const string FileName = "vindex.json";

    /// <summary>The commented default file, which is the reference of all settings.</summary>
    public static string Defaults { get; } = ReadDefaults();

    /// <summary>The names of all settings.</summary>
    public static IReadOnlySet<string> Names { get; } =
        Keys(new ConfigurationBuilder().AddJsonStream(DefaultsStream()).Build().Providers.Single()).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads all sources.</summary>
    /// <param name="dataFolder">The folder of <c>vindex.json</c>.</param>
    /// <param name="over">Settings that override file and environment.</param>
    /// <param name="arguments">Settings of the command line.</param>
    /// <param name="environment">The environment variables; null for those of the process.</param>
    /// <exception cref="BadSettingsException">The file is not one JSON object.</exception>
    public static IConfigurationRoot Build(
        string dataFolder, IReadOnlyDictionary<string, string?> over, string[] arguments, IDictionary? environment = null)
    {
        var variables = new SettingsEnvironment(environment ?? Environment.GetEnvironmentVariables(), Names);
        var settings = Build(dataFolder, over, arguments, variables, []);
        var added = NamedSections.Defaults(settings, new ConfigurationBuilder().AddJsonStream(DefaultsStream()).Build());
        return added.Count == 0 ? settings : Build(dataFolder, over, arguments, variables, added);
    }

    private static IConfigurationRoot Build(
        string dataFolder, IReadOnlyDictionary<string, string?> over, string[] arguments, SettingsEnvironment variables, Dictionary<string, string?> named)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddJsonStream(DefaultsStream());
        configuration.AddInMemoryCollection(named);
        configuration.AddInMemoryCollection(variables.OpenTelemetry);
        configuration.AddJsonFile(source =>
        {
            source.Path = Path.GetFullPath(Path.Combine(dataFolder, FileName));
            source.Optional = true;
            source.ResolveFileProvider();
        });
        configuration.AddInMemoryCollection(variables.WithoutPrefix);
        configuration.AddInMemoryCollection(variables.WithPrefix);
        configuration.AddInMemoryCollection(over);
        configuration.AddCommandLine(arguments);
        try
        {
            return configuration.Build();
        }
        catch (InvalidDataException exception)
        {
            throw new BadSettingsException([Explain(Path.GetFullPath(Path.Combine(dataFolder, FileName)), exception)]);
        }
    }

    /// <summary>Everything that is wrong, so that operators can fix it at once: unknown names, and values that are not allowed.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="sections">The sections whose values are checked.</param>
    public static IEnumerable<string> Problems(IConfigurationRoot configuration, IEnumerable<SettingsSection> sections) =>
        UnknownNames(configuration).Concat(sections.SelectMany(section => section.Problems(configuration)));

    /// <summary>Reads one section without a host.</summary>
    /// <exception cref="BadSettingsException">Some of its values are not allowed.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class
    {
        var problems = new SettingsSection(section, typeof(T)).Problems(configuration).ToList();
        if (problems.Count > 0) throw new BadSettingsException(problems);
        return configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true)!;
    }

    // A misspelt setting would otherwise have no effect.
    private static IEnumerable<string> UnknownNames(IConfigurationRoot configuration)
    {
        return configuration.Providers.SelectMany(provider =>
            Keys(provider).Where(key => !Names.Contains(NamedSections.InDefaults(key) ?? key)).Select(key => Unknown(provider, key)).OfType<string>());
    }

    // Only the file can be invalid as a whole.
    private static string Explain(string file, Exception exception)
    {
        const string right = "it must contain one JSON object, such as { \"Limits\": { \"Score\": { \"Requests\": 120 } } }";
        var cause = exception;
        while (cause is not JsonException && cause.InnerException is { } inner) cause = inner;
        if (cause is not JsonException broken) return $"{file}: {cause.Message.TrimEnd('.')}; {right}";
        if (new FileInfo(file) is { Exists: true, Length: 0 }) return $"{file}, line 1: the file is empty; {right}";
        var message = broken.Message;
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"{file}, line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}: {(place < 0 ? message : message[..place]).TrimEnd('.')}; {right}";
    }

    // An empty group ({ "Limits": {} }) sets nothing; a value in its place is an error.
    private static string? Unknown(IConfigurationProvider provider, string key)
    {
        var group = NamedSections.InDefaults(key) ?? key;
        var members = Names.Where(name => name.StartsWith(group + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (members.Count == 0) return $"{key} is not a setting; known settings: {string.Join(", ", Names.Order(StringComparer.Ordinal))}";
        return provider.TryGet(key, out var value) && value is not null
            ? $"{key} is a group of settings and has no value itself; it contains {string.Join(", ", members)}"
            : null;
    }

    private static IEnumerable<string> Keys(IConfigurationProvider provider, string? parent = null)
    {
        foreach (var child in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = parent is null ? child : ConfigurationPath.Combine(parent, child);
            var leaves = true;
            foreach (var key in Keys(provider, path))
            {
                leaves = false;
                yield return key;
            }

            if (leaves) yield return path;
        }
    }

    private static MemoryStream DefaultsStream() => new(Encoding.UTF8.GetBytes(Defaults));

    private static string ReadDefaults()
    {
        using var stream = typeof(Settings).Assembly.GetManifestResourceStream("defaults.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
