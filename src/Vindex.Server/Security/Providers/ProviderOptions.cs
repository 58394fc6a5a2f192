using System.ComponentModel.DataAnnotations;
using System.Text;
using Vindex.Server.Configuration;

namespace Vindex.Server.Security.Providers;

/// <summary>An OpenID Connect provider that people sign in with: the section <c>SignIn:Providers:Default</c>, or <c>SignIn:Providers:NAME</c>.</summary>
internal sealed record ProviderOptions
{
    private const string OpenId = "openid";

    /// <summary>The issuer identifier; empty for no provider.</summary>
    [HttpAddress]
    public Uri? Issuer { get; init; }

    /// <summary>Name on the sign-in page; empty for the name of the section.</summary>
    public string? Name { get; init; }

    /// <summary>The id that the provider knows this server by.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret of that id; empty for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>The scopes that are asked for, separated by spaces.</summary>
    public required string Scopes { get; init; }

    /// <summary>The claim with the person's groups.</summary>
    public required string GroupClaim { get; init; }

    /// <summary>The roles that groups give.</summary>
    public required GroupRoleList Groups { get; init; }

    /// <summary>Slug of the only company that signing in with this provider opens; empty for all companies of the account.</summary>
    public string? Company { get; init; }

    /// <summary>The role in <see cref="Company"/> of people whom no group gives one; empty for none.</summary>
    [OptionalRole]
    public string? Role { get; init; }

    /// <summary>Whether people who have no account get one when they sign in for the first time.</summary>
    public required bool Provision { get; init; }

    /// <summary>Special-purpose networks that the provider may be in.</summary>
    public required NetworkList AllowedNetworks { get; init; }

    /// <summary>Accept a provider without TLS. Meant for development.</summary>
    public required bool AllowHttp { get; init; }

    /// <summary>What is wrong with the settings taken together; null if nothing is.</summary>
    /// <param name="section">The section that they are from.</param>
    internal string? Problem(string section)
    {
        if (Issuer is null) return null;
        if (Issuer.Query.Length > 0 || Issuer.Fragment.Length > 0) return $"{section}:Issuer must have neither a query nor a fragment";
        if (Issuer.Scheme == "http" && !AllowHttp) return $"{section}:Issuer must begin with https://, unless {section}:AllowHttp is true";
        if (string.IsNullOrWhiteSpace(ClientId)) return $"{section}:ClientId is missing: {section}:Issuer is set, so name the client";
        if (!Scopes.Split(' ').Contains(OpenId)) return $"{section}:Scopes must contain {OpenId}";
        if (!string.IsNullOrEmpty(Role) && string.IsNullOrEmpty(Company)) return $"{section}:Role is set, so {section}:Company must say where";
        return !string.IsNullOrEmpty(Company) && Groups.FirstOrDefault(group => group.Company != Company) is { } other
            ? $"{section}:Groups gives a role in {other.Company}, but {section}:Company limits the provider to {Company}"
            : null;
    }

    // A record prints its members, and one is a secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Issuer = ").Append(Issuer).Append(", ClientId = ").Append(ClientId);
        return true;
    }
}

/// <summary>A role, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalRoleAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null or "" || (value is string name && RoleNames.Parse(name) is not null);

    public override string FormatErrorMessage(string name) => $"must be one of {string.Join(", ", RoleNames.All)}, or be empty";
}
