using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Server.Security.Sessions;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Users;

namespace Vindex.Server.SingleSignOn;

/// <summary>
/// The accounts of people who sign in with a provider. The provider's issuer and subject decide which account it is; the e-mail address never does, because
/// providers assign addresses again, and some let people choose one.
/// </summary>
internal sealed partial class ProviderAccounts(
    IStore store, Ids ids, Audit audit, SessionService sessions, TimeProvider time, ILogger<ProviderAccounts> logger)
{
    /// <summary>The account of a person, with the roles that the groups give now; a new one if the provider may create accounts.</summary>
    public async Task<(User? User, ProviderRefusal? Refusal)> FindAsync(ProviderPerson person, CancellationToken cancellationToken)
    {
        if (await store.Identities.FindUserAsync(person.Provider.Issuer, person.Subject, cancellationToken) is not { } user)
            return await CreateAsync(person, cancellationToken);
        await ApplyGroupsAsync(person, user, cancellationToken);
        var companies = await store.Sessions.CompaniesOfAsync(user.Id, cancellationToken);
        var opens = person.Provider.Company is { } slug ? companies.Any(company => company.Slug == slug) : companies.Count > 0 || user.IsAdmin;
        return opens ? (user, null) : (null, ProviderRefusal.NoRole);
    }

    /// <summary>Connects a person to an account, whose owner has asked for it.</summary>
    public async Task<ProviderRefusal?> ConnectAsync(ProviderPerson person, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var owner = await store.Identities.FindUserAsync(person.Provider.Issuer, person.Subject, cancellationToken);
        if (owner?.Id == signedIn.User.Id) return null;
        if (owner is not null) return ProviderRefusal.ConnectedElsewhere;
        var entry = audit.Entry(
            signedIn.Actor, "identity.connected", signedIn.Company?.CompanyId, signedIn.User.Id, ("provider", person.Provider.Name), ("subject", person.Subject));
        return await store.Identities.AddAsync(Identity(person, signedIn.User.Id), entry, cancellationToken) ? null : ProviderRefusal.ConnectedElsewhere;
    }

    /// <summary>Records in the audit log that a person whom the provider vouches for was not let in.</summary>
    public Task RecordRefusalAsync(ProviderPerson person, ProviderRefusal reason, CancellationToken cancellationToken) =>
        store.Audit.AddAsync(
            audit.Refused(
                $"provider:{person.Provider.Name}", RefusedSignIns.Action, null, null, ("by", "provider"), ("reason", reason.ToString()), ("subject", person.Subject),
                ("email", person.Email)),
            cancellationToken);

    private async Task<(User? User, ProviderRefusal? Refusal)> CreateAsync(ProviderPerson person, CancellationToken cancellationToken)
    {
        var provider = person.Provider;
        if (!provider.Options.Provision) return (null, ProviderRefusal.NoAccount);
        var slugs = provider.Company is { } only ? provider.GroupCompanies.Append(only) : provider.GroupCompanies;
        var grants = new List<Grant>();
        foreach (var slug in slugs.Distinct(StringComparer.Ordinal))
        {
            if (provider.RoleIn(slug, person.Groups) is { } role && await CompanyAsync(slug, cancellationToken) is { } company)
                grants.Add(new Grant(company.Id, role, IsAdmin: false));
        }

        if (grants.Count == 0) return (null, ProviderRefusal.NoRole);
        if (person.Email is null) return (null, ProviderRefusal.NoEmail);
        var user = new User("us_" + ids.TimeOrdered(), person.Email, person.Name, PasswordHash: "", IsAdmin: false, time.GetUtcNow());
        var entry = audit.Entry(
            "user:" + user.Id, "user.created", grants[0].CompanyId, user.Id, ("email", user.Email), ("provider", provider.Name), ("subject", person.Subject));
        return await store.Identities.CreateUserAsync(user, Identity(person, user.Id), grants, entry, cancellationToken)
            ? (user, null)
            : (null, ProviderRefusal.EmailTaken);
    }

    // Only in the companies that the settings name; what people have elsewhere was given to them here.
    private async Task ApplyGroupsAsync(ProviderPerson person, User user, CancellationToken cancellationToken)
    {
        var present = await store.Sessions.CompaniesOfAsync(user.Id, cancellationToken);
        foreach (var slug in person.Provider.GroupCompanies)
        {
            if (await CompanyAsync(slug, cancellationToken) is not { } company) continue;
            var now = present.FirstOrDefault(one => one.CompanyId == company.Id)?.Role;
            var role = person.Provider.RoleIn(slug, person.Groups);
            if (now == role) continue;
            var entry = Entry(person, user, company.Id, role);
            var change = (now, role) switch
            {
                (null, { } given) => await store.Users.GrantAsync(user.Id, new Grant(company.Id, given, IsAdmin: false), entry, cancellationToken)
                    ? MemberChange.Done
                    : MemberChange.NotFound,
                (_, { } given) => await store.Users.ChangeRoleAsync(company.Id, user.Id, given, entry, cancellationToken),
                _ => await store.Users.RemoveAsync(company.Id, user.Id, entry, cancellationToken),
            };
            if (change == MemberChange.LastOwner) LogLastOwner(user.Id, slug, person.Provider.Name);
        }

        sessions.ForgetAccounts();
    }

    private async Task<Company?> CompanyAsync(string slug, CancellationToken cancellationToken)
    {
        var company = await store.Companies.FindBySlugAsync(slug, cancellationToken);
        if (company is null) LogNoCompany(slug);
        return company;
    }

    private AuditEntry Entry(ProviderPerson person, User user, string companyId, Role? role) => audit.Entry(
        $"provider:{person.Provider.Name}",
        role is null ? "user.removed" : "user.changed",
        companyId,
        user.Id,
        [("email", user.Email), .. role is { } given ? [("role", RoleNames.Of(given))] : Array.Empty<(string, string?)>()]);

    private UserIdentity Identity(ProviderPerson person, string userId) =>
        new("id_" + ids.TimeOrdered(), person.Provider.Issuer, person.Subject, userId, time.GetUtcNow());

    [LoggerMessage(LogLevel.Warning, "No group of {User} gives a role in {Company} any more, but it is the last owner there and stays; provider {Provider}")]
    private partial void LogLastOwner(string user, string company, string provider);

    [LoggerMessage(LogLevel.Warning, "SignIn:Providers names the company {Company}, which does not exist")]
    private partial void LogNoCompany(string company);
}
