using System.Globalization;
using NodaTime;

namespace Vindex.Server.Configuration;

/// <summary>Reads settings, collecting all errors, so that operators see them at once. Defaults come only from the commented file.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    public void Refuse(string key, string complaint) => _complaints.Add($"{key} {complaint}");

    /// <summary>Text; null if empty.</summary>
    public string? Text(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public int Integer(string key, int min, int max)
    {
        if (int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Refuse(key, $"must be a whole number from {min} to {max}; it is \"{configuration[key]}\"");
        return min;
    }

    public bool Flag(string key)
    {
        if (bool.TryParse(Text(key), out var flag)) return flag;
        Refuse(key, $"must be true or false; it is \"{configuration[key]}\"");
        return false;
    }

    /// <summary>A duration such as 5s or 2h.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max) => ReadDuration(key, Text(key) ?? "", min, max) ?? min;

    /// <summary>One or more durations.</summary>
    public IReadOnlyList<TimeSpan> DurationList(string key, int most, TimeSpan min, TimeSpan max)
    {
        var items = List(key);
        if (items.Count == 0 || items.Count > most) Refuse(key, $"must have 1 to {most} durations; it is \"{configuration[key]}\"");
        return [.. items.Select(item => ReadDuration(key, item, min, max)).OfType<TimeSpan>()];
    }

    /// <summary>Adds an error that already names its setting.</summary>
    public void Complain(string complaint) => _complaints.Add(complaint);

    /// <summary>One of several words, ignoring case.</summary>
    public string OneOf(string key, IReadOnlyList<string> allowed)
    {
        if (allowed.FirstOrDefault(word => string.Equals(word, Text(key), StringComparison.OrdinalIgnoreCase)) is { } word) return word;
        Refuse(key, $"must be one of {string.Join(", ", allowed)}; it is \"{configuration[key]}\"");
        return allowed[0];
    }

    /// <summary>An absolute http or https address; null if empty.</summary>
    public Uri? Address(string key)
    {
        if (Text(key) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        Refuse(key, $"must be an address such as http://localhost:4317; it is \"{text}\"");
        return null;
    }

    /// <summary>An IANA time zone.</summary>
    public string Zone(string key)
    {
        if (Text(key) is { } text && DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null) return text;
        Refuse(key, $"must be an IANA time zone such as UTC or Europe/Vienna; it is \"{configuration[key]}\"");
        return "UTC";
    }

    /// <summary>Items separated by commas, semicolons or spaces.</summary>
    public IReadOnlyList<string> List(string key) =>
        (configuration[key] ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private TimeSpan? ReadDuration(string key, string text, TimeSpan min, TimeSpan max)
    {
        if (Durations.TryRead(text, out var duration) && duration >= min && duration <= max) return duration;
        Refuse(key, $"must be {Durations.Expected}, from {Durations.Write(min)} to {Durations.Write(max)}; it is \"{text}\"");
        return null;
    }
}
