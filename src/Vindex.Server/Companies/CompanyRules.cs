using NodaTime;
using Vindex.Server.Security;

namespace Vindex.Server.Companies;

/// <summary>A lower-case name for URLs and ids.</summary>
internal sealed class SlugAttribute() : TextAttribute(Slug.MaxLength)
{
    public override IEnumerable<string> Check(object value) => Slug.IsValid((string)value) ? [] : base.Check(value).Append(Slug.Expected);
}

/// <summary>An IANA time zone.</summary>
internal sealed class ZoneAttribute() : TextAttribute(64)
{
    public override IEnumerable<string> Check(object value) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull((string)value) is not null
            ? []
            : base.Check(value).Append("must be an IANA time zone such as UTC or Europe/Vienna");
}

/// <summary>The scopes of an API key.</summary>
internal sealed class ScopesAttribute() : TextsAttribute(50, 100)
{
    public override IEnumerable<string> Check(object value)
    {
        var scopes = (IReadOnlyList<string>)value;
        var allowed = string.Join(", ", Scopes.All);
        if (scopes.Count == 0) yield return $"must name at least one of {allowed}";
        foreach (var unknown in scopes.Distinct(StringComparer.Ordinal).Where(scope => !Scopes.All.Contains(scope)))
            yield return $"contains the unknown scope \"{unknown}\"; allowed scopes: {allowed}";
    }
}
