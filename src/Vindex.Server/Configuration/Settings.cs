using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Vindex.Server.Configuration;

/// <summary>
/// Sources of settings, where later ones override earlier ones: the commented defaults, <c>vindex.json</c> in the data folder, the environment, the command
/// line.
/// </summary>
internal static class Settings
{
    public const string FileName = "vindex.json";
    private const string EnvironmentPrefix = "Vindex__";

    /// <summary>The commented default file, which is the reference of all settings.</summary>
    public static string Defaults { get; } = ReadDefaults();

    public static IConfigurationRoot Build(string dataFolder, IReadOnlyDictionary<string, string?> over, string[] arguments)
    {
        var configuration = new ConfigurationBuilder();
        configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Defaults)));
        configuration.AddJsonFile(source =>
        {
            source.Path = Path.GetFullPath(Path.Combine(dataFolder, FileName));
            source.Optional = true;
            source.ResolveFileProvider();
        });
        configuration.AddEnvironmentVariables();
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
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

    /// <summary>Reports unknown settings, because a misspelt one would otherwise have no effect.</summary>
    public static void RefuseUnknown(IConfigurationRoot configuration, SettingsReader settings)
    {
        var providers = configuration.Providers.ToList();
        var known = Keys(providers[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // Variables without the prefix may belong to other programs.
        foreach (var provider in providers.Skip(1).Where(provider => !IsWholeEnvironment(provider)))
        {
            foreach (var key in Keys(provider).Where(key => !known.Contains(key))) Refuse(provider, key, known, settings);
        }
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
    private static void Refuse(IConfigurationProvider provider, string key, HashSet<string> known, SettingsReader settings)
    {
        var members = known.Where(name => name.StartsWith(key + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (members.Count == 0) settings.Refuse(key, $"is not a setting; known settings: {string.Join(", ", known.Order(StringComparer.Ordinal))}");
        else if (provider.TryGet(key, out var value) && value is not null)
            settings.Refuse(key, $"is a group of settings and has no value itself; it contains {string.Join(", ", members)}");
    }

    private static bool IsWholeEnvironment(IConfigurationProvider provider) =>
        provider is EnvironmentVariablesConfigurationProvider && !provider.ToString()!.Contains("Vindex", StringComparison.Ordinal);

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

    private static string ReadDefaults()
    {
        using var stream = typeof(Settings).Assembly.GetManifestResourceStream("defaults.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
