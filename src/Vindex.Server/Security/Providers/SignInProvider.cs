using System.Text;
using Vindex.Server.Configuration;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Providers;

/// <summary>An OpenID Connect provider that people sign in with.</summary>
/// <param name="Name">Its name in addresses and in the audit log, in lower case.</param>
/// <param name="Options">Its settings, with an issuer.</param>
internal sealed record SignInProvider(string Name, ProviderOptions Options)
{
    /// <summary>Name on pages.</summary>
    public string Title => string.IsNullOrWhiteSpace(Options.Name) ? Name : Options.Name.Trim();

    /// <summary>The issuer identifier, exactly as set: it is compared as text.</summary>
    public string Issuer => Options.Issuer!.OriginalString;

    public string ClientId => Options.ClientId!.Trim();

    /// <summary>The secret; null for a public client.</summary>
    public string? ClientSecret => string.IsNullOrWhiteSpace(Options.ClientSecret) ? null : Options.ClientSecret.Trim();

    /// <summary>Slug of the only company that signing in opens; null for all companies of the account.</summary>
    public string? Company => string.IsNullOrWhiteSpace(Options.Company) ? null : Options.Company.Trim();

    /// <summary>Slugs of the companies in which the provider's groups decide the role.</summary>
    public IEnumerable<string> GroupCompanies => Options.Groups.Select(group => group.Company).Distinct(StringComparer.Ordinal);

    /// <summary>The role in a company of a person with some groups; null for none.</summary>
    public Role? RoleIn(string company, IReadOnlyCollection<string> groups)
    {
        var given = Options.Groups.Where(group => group.Company == company && groups.Contains(group.Group)).Select(group => (Role?)group.Role);
        return given.Max() ?? (company == Company ? RoleNames.Parse(Options.Role) : null);
    }

    /// <summary>What a session that this provider started can reach: with <see cref="Company"/>, only that company and no administration.</summary>
    public LiveSession Limit(LiveSession live) => Company is not { } slug
        ? live
        : live with { User = live.User with { IsAdmin = false }, Companies = [.. live.Companies.Where(company => company.Slug == slug)] };

    // A record prints its members, and one holds a secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}

/// <summary>The providers of the settings.</summary>
internal sealed class SignInProviders(IConfiguration configuration)
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "SignIn:Providers";

    private readonly Lazy<IReadOnlyList<SignInProvider>> _all = new(() => [.. Read(configuration)]);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<SignInProvider> All => _all.Value;

    /// <summary>The provider of that name; null if there is none.</summary>
    public SignInProvider? Find(string name) => All.FirstOrDefault(provider => provider.Name == name);

    /// <summary>The sections of providers that operators added.</summary>
    public static IEnumerable<SettingsSection> AddedSections(IConfiguration settings) =>
        NamedSections.AddedTo(settings, Section).Select(name => new SettingsSection(ConfigurationPath.Combine(Section, name), typeof(ProviderOptions)));

    /// <summary>What is wrong with the settings of providers taken together.</summary>
    public static IEnumerable<string> Problems(IConfiguration settings)
    {
        var sections = NamedSections.Of(settings, Section).Select(name => ConfigurationPath.Combine(Section, name)).ToList();
        var providers = sections.Select(section => (Section: section, Options: Settings.Read<ProviderOptions>(settings, section))).ToList();
        foreach (var (section, options) in providers)
        {
            if (options.Problem(section) is { } problem) yield return problem;
            if (section.EndsWith(":code", StringComparison.OrdinalIgnoreCase)) yield return $"{section}: this name is reserved; choose another one";
        }

        if (!Settings.Read<SignInOptions>(settings, "SignIn").LocalAccounts && providers.All(provider => provider.Options.Issuer is null))
            yield return $"SignIn:LocalAccounts is false, but no provider is set, so no one could sign in; set {Section}:Default:Issuer";
    }

    private static IEnumerable<SignInProvider> Read(IConfiguration settings) =>
        from name in NamedSections.Of(settings, Section)
        let options = Settings.Read<ProviderOptions>(settings, ConfigurationPath.Combine(Section, name))
        where options.Issuer is not null
        orderby name.ToLowerInvariant()
        select new SignInProvider(name.ToLowerInvariant(), options);
}
