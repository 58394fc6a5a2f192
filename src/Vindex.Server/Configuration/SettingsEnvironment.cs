using System.Collections;

namespace Vindex.Server.Configuration;

/// <summary>Settings in environment variables, such as <c>Limits__Score__Requests</c> or <c>Vindex__Limits__Score__Requests</c>.</summary>
internal sealed class SettingsEnvironment
{
    private const string Prefix = "Vindex__";
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sorts the variables.</summary>
    /// <param name="variables">All variables of the process.</param>
    /// <param name="known">The names of all settings.</param>
    public SettingsEnvironment(IDictionary variables, IReadOnlySet<string> known)
    {
        foreach (DictionaryEntry variable in variables)
        {
            var name = (string)variable.Key;
            var value = (string?)variable.Value;
            if (name == Collector) OpenTelemetry["Telemetry:OtlpEndpoint"] = value;
            else if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) WithPrefix[Key(name[Prefix.Length..])] = value;
            else if (known.Contains(Key(name))) WithoutPrefix[Key(name)] = value;
        }
    }

    /// <summary>Variables with the prefix, which can only be meant for this server.</summary>
    public Dictionary<string, string?> WithPrefix { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables without the prefix whose names are settings; all others may belong to other programs.</summary>
    public Dictionary<string, string?> WithoutPrefix { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The standard variable of OpenTelemetry.</summary>
    public Dictionary<string, string?> OpenTelemetry { get; } = new(StringComparer.OrdinalIgnoreCase);

    private static string Key(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}
