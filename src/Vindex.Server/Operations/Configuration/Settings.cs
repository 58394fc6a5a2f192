using System.Text;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Vindex.Server.Operations;

/// <summary>Where settings come from, the later over the earlier: the commented defaults, <c>vindex.json</c> in the data folder, the environment, the command line.</summary>
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
        return configuration.Build();
    }

    /// <summary>Complains about settings that do not exist: a misspelt one would otherwise be silently without effect.</summary>
    public static void RefuseUnknown(IConfigurationRoot configuration, SettingsReader settings)
    {
        var providers = configuration.Providers.ToList();
        var known = Keys(providers[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // The environment without prefix belongs to everybody: it may hold what is none of ours.
        foreach (var key in providers.Skip(1).Where(provider => !IsWholeEnvironment(provider)).SelectMany(provider => Keys(provider)).Where(key => !known.Contains(key)))
            settings.Refuse(key, $"is no setting; there are {string.Join(", ", known.Order(StringComparer.Ordinal))}");
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
