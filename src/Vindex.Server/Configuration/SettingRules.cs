using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace Vindex.Server.Configuration;

/// <summary>The shortest and the longest allowed duration.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationRangeAttribute(string shortest, string longest) : ValidationAttribute
{
    public string Shortest => shortest;

    public string Longest => longest;

    public override bool IsValid(object? value) =>
        value is Duration duration && duration.Value >= Duration.Read(shortest) && duration.Value <= Duration.Read(longest);

    public override string FormatErrorMessage(string name) => $"must be {Durations.Expected}, from {shortest} to {longest}";
}

/// <summary>The number of durations in a list, and the shortest and the longest of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationsAttribute(int most, string shortest, string longest) : ValidationAttribute
{
    public int Most => most;

    public string Shortest => shortest;

    public string Longest => longest;

    public override bool IsValid(object? value) =>
        value is DurationList list && list.Count >= 1 && list.Count <= most
        && list.All(item => item >= Duration.Read(shortest) && item <= Duration.Read(longest));

    public override string FormatErrorMessage(string name) =>
        $"must be 1 to {most} durations such as 250ms, 5s, 30m, 2h or 5d, separated by spaces, each from {shortest} to {longest}";
}

/// <summary>An absolute http or https address, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };

    public override string FormatErrorMessage(string name) => "must be an address such as http://localhost:4317";
}

/// <summary>One or more http addresses to listen on.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListeningAddressesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        SettingText.Items(value as string) is { Length: > 0 } urls && urls.All(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    public override string FormatErrorMessage(string name) => "must contain addresses such as http://127.0.0.1:8080 (TLS is terminated by a proxy)";
}

/// <summary>An http address to listen on, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalListeningAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        SettingText.Items(value as string) is var urls && (urls.Length == 0 || (urls is [var url] && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == "http"));

    public override string FormatErrorMessage(string name) => "must be one address such as http://127.0.0.1:9464, or empty";
}

/// <summary>A secret that is long enough, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTextAttribute(int least) : ValidationAttribute
{
    public int Least => least;

    public override bool IsValid(object? value) => value is null or "" || (value is string text && text.Length >= least && text.All(char.IsAsciiLetterOrDigit));

    public override string FormatErrorMessage(string name) => $"must have {least} letters and digits or more (openssl rand -hex 32), or be empty";
}

/// <summary>An IANA time zone.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneIdAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string id && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null;

    public override string FormatErrorMessage(string name) => "must be an IANA time zone such as UTC or Europe/Vienna";
}

/// <summary>A name of letters, digits and underscores, which SQL can contain in quotes; or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SqlNameAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or string { Length: <= 64 } && ((string?)value ?? "").All(IsPart);

    public override string FormatErrorMessage(string name) => "must be a name of at most 64 letters (a-z), digits and underscores";

    private static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
