using System.Globalization;
using System.Net;
using Vindex.Server.Callbacks.Addresses;
using Vindex.Server.Configuration;

namespace Vindex.Server.Callbacks;

/// <summary>
/// Reads <see cref="CallbackOptions"/>. Does not use the configuration binder, which adds to a default list instead of replacing it, and ignores names and
/// values that it does not know. Lists are one string with commas or spaces (<c>Callbacks__Schedule="5s 5m"</c>) or an array.
/// </summary>
internal static class CallbackOptionsReader
{
    private static readonly string[] Names =
    [
        nameof(CallbackOptions.AllowedNetworks), nameof(CallbackOptions.AllowHttp), nameof(CallbackOptions.Concurrency), nameof(CallbackOptions.ConnectTimeout),
        nameof(CallbackOptions.DisableAfter), nameof(CallbackOptions.Jitter), nameof(CallbackOptions.Schedule), nameof(CallbackOptions.Timeout),
    ];

    /// <summary>Reads the section. If there are errors, the options must not be used.</summary>
    /// <param name="section">The section <c>Callbacks</c>.</param>
    /// <param name="errors">One message per invalid setting, with its name, value and what is allowed; empty if all are valid.</param>
    public static CallbackOptions Read(IConfigurationSection section, out IReadOnlyList<string> errors)
    {
        var problems = new List<string>();
        foreach (var child in section.GetChildren())
        {
            if (!Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                problems.Add($"{child.Path} is not a setting; allowed settings: {string.Join(", ", Names)}");
        }

        var defaults = new CallbackOptions();
        var options = new CallbackOptions
        {
            Schedule = ReadSchedule(section.GetSection(nameof(CallbackOptions.Schedule)), defaults.Schedule, problems),
            Jitter = ReadJitter(section.GetSection(nameof(CallbackOptions.Jitter)), defaults.Jitter, problems),
            Timeout = ReadDuration(
                section, nameof(CallbackOptions.Timeout), defaults.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems),
            ConnectTimeout = ReadDuration(
                section, nameof(CallbackOptions.ConnectTimeout), defaults.ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), problems),
            Concurrency = ReadConcurrency(section.GetSection(nameof(CallbackOptions.Concurrency)), defaults.Concurrency, problems),
            DisableAfter = ReadDuration(
                section, nameof(CallbackOptions.DisableAfter), defaults.DisableAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365), problems),
            AllowedNetworks = ReadNetworks(section.GetSection(nameof(CallbackOptions.AllowedNetworks)), problems),
            AllowHttp = ReadSwitch(section.GetSection(nameof(CallbackOptions.AllowHttp)), defaults.AllowHttp, problems),
        };
        errors = problems;
        return options;
    }

    private static IReadOnlyList<TimeSpan> ReadSchedule(IConfigurationSection setting, IReadOnlyList<TimeSpan> otherwise, List<string> problems)
    {
        var entries = Entries(setting);
        if (entries is null)
            return otherwise;
        var waits = new List<TimeSpan>(entries.Count);
        foreach (var (path, text) in entries)
        {
            if (!Durations.TryRead(text, out var wait))
                problems.Add($"{path} is '{text}'; expected {Durations.Expected}");
            else if (wait < TimeSpan.FromMilliseconds(1) || wait > TimeSpan.FromDays(7))
                problems.Add($"{path} is '{text}'; allowed: 1ms to 7d");
            else
                waits.Add(wait);
        }

        if (entries.Count is 0 or > 20)
            problems.Add($"{setting.Path} has {entries.Count} delays; allowed: 1 to 20");
        return waits;
    }

    private static double ReadJitter(IConfigurationSection setting, double otherwise, List<string> problems)
    {
        if (setting.Value is not { } text)
            return otherwise;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var jitter) && jitter is >= 0 and <= 0.5)
            return jitter;
        problems.Add($"{setting.Path} is '{text}'; expected a number from 0 to 0.5");
        return otherwise;
    }

    private static int ReadConcurrency(IConfigurationSection setting, int otherwise, List<string> problems)
    {
        if (setting.Value is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var concurrency) && concurrency is >= 1 and <= 256)
            return concurrency;
        problems.Add($"{setting.Path} is '{text}'; expected a whole number from 1 to 256");
        return otherwise;
    }

    private static TimeSpan ReadDuration(IConfigurationSection section, string name, TimeSpan otherwise, TimeSpan least, TimeSpan most, List<string> problems)
    {
        var setting = section.GetSection(name);
        if (setting.Value is not { } text)
            return otherwise;
        if (!Durations.TryRead(text, out var duration))
            problems.Add($"{setting.Path} is '{text}'; expected {Durations.Expected}");
        else if (duration < least || duration > most)
            problems.Add($"{setting.Path} is '{text}'; allowed: {Durations.Write(least)} to {Durations.Write(most)}");
        else
            return duration;
        return otherwise;
    }

    private static List<IPNetwork> ReadNetworks(IConfigurationSection setting, List<string> problems)
    {
        var networks = new List<IPNetwork>();
        foreach (var (path, text) in Entries(setting) ?? [])
        {
            if (AllowedNetworks.TryRead(text, out var network, out var error))
                networks.Add(network);
            else
                problems.Add($"{path}: {error}");
        }

        return networks;
    }

    private static bool ReadSwitch(IConfigurationSection setting, bool otherwise, List<string> problems)
    {
        if (setting.Value is not { } text)
            return otherwise;
        if (bool.TryParse(text, out var value))
            return value;
        problems.Add($"{setting.Path} is '{text}'; expected true or false");
        return otherwise;
    }

    /// <summary>The entries of a list with their paths; null if the setting is missing.</summary>
    private static List<(string Path, string Text)>? Entries(IConfigurationSection setting)
    {
        if (setting.Value is { } text)
        {
            return [.. text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select((entry, i) => ($"{setting.Path}[{i}]", entry))];
        }

        var children = setting.GetChildren().ToList();
        return children.Count == 0 ? null : [.. children.Select(child => ($"{setting.Path}[{child.Key}]", child.Value ?? ""))];
    }
}
