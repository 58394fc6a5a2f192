using Vindex.Scoring;
using Vindex.Server.Security;
using Vindex.Server.Security.Passwords;
using Vindex.Storage;
using Vindex.Storage.Companies;
using Vindex.Storage.Keys;
using Vindex.Storage.Users;

namespace Vindex.Cli.Demo;

/// <summary>The company of the demo, and the key and the login that work for it.</summary>
internal sealed class DemoCompany(IStore store, TimeProvider time)
{
    public const string Name = "Kolibri Bikes";
    public const string Slug = "kolibri-bikes";
    public const string OwnerEmail = "owner@example.com";
    private const string Actor = "cli";

    // Easy to copy by hand, without ambiguous characters.
    private const string PasswordLetters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 20;

    private readonly Ids _ids = new(time, Randomness.System);

    /// <summary>The demo company, created if it does not exist.</summary>
    public async Task<Company> FindOrMakeAsync(CancellationToken cancellationToken)
    {
        if (await store.Companies.FindBySlugAsync(Slug, cancellationToken) is { } present) return present;
        var now = time.GetUtcNow();
        var customer = new Customer("kolibri_bikes_default_" + _ids.Suffix(4), "co_" + _ids.TimeOrdered(), "Default", now);
        var company = new Company(customer.CompanyId, Slug, Name, customer.Id, Bands.HealthyFromTenths, null, null, now)
        {
            IsGateDecided = true,
            Checklist = ChecklistState.Hidden, // it shows what a company looks like later
        };
        var entry = new Audit(time, _ids).Entry(Actor, "company.created", company.Id, company.Id, ("name", Name), ("slug", Slug));
        if (!await store.Companies.AddAsync(company, customer, entry, cancellationToken)) throw new InvalidOperationException("A new random id was taken.");
        return company;
    }

    /// <summary>The owner's password from an earlier run if it still works, otherwise a new one.</summary>
    public async Task<string> PasswordAsync(Company company, string? earlier, CancellationToken cancellationToken)
    {
        using var passwords = new PasswordHashing(Randomness.System);
        var audit = new Audit(time, _ids);
        var present = await store.Users.FindByEmailAsync(OwnerEmail, cancellationToken);
        var grant = new Grant(company.Id, Role.Owner, IsAdmin: true);
        if (present is not null)
        {
            await store.Users.GrantAsync(
                present.Id, grant, audit.Entry(Actor, "user.granted", company.Id, present.Id, ("email", OwnerEmail), ("role", "owner")), cancellationToken);
        }
        if (present is not null && earlier is not null && await passwords.VerifyAsync(present, earlier, cancellationToken) != PasswordMatch.No) return earlier;

        var password = Randomness.System.Text(PasswordLetters, PasswordLength);
        var hash = await passwords.HashAsync(password, cancellationToken);
        if (present is not null)
        {
            await store.Users.SetPasswordAsync(
                present.Id, hash, audit.Entry(Actor, "password.reset", company.Id, present.Id, ("email", OwnerEmail)), cancellationToken);
            return password;
        }

        var user = new User("us_" + _ids.TimeOrdered(), OwnerEmail, "Demo owner", hash, IsAdmin: true, time.GetUtcNow());
        var entry = audit.Entry(Actor, "user.created", company.Id, user.Id, ("email", OwnerEmail), ("role", "owner"));
        if (!await store.Users.AddAsync(user, grant, entry, cancellationToken)) throw new InvalidOperationException("A new random id was taken.");
        return password;
    }

    /// <summary>The key from an earlier run if it still works, otherwise a new one.</summary>
    public async Task<KeyText> KeyAsync(Company company, KeyText? earlier, CancellationToken cancellationToken)
    {
        if (earlier is { } known && await store.Keys.FindAsync(known.Id, cancellationToken) is { } stored
            && stored.CompanyId == company.Id && stored.SecretHash.AsSpan().SequenceEqual(known.SecretHash()))
        {
            return known;
        }

        var text = KeyText.Create(Randomness.System);
        IReadOnlyList<string> scopes = [.. Scopes.All.Where(scope => scope != Scopes.Admin)];
        var key = new ApiKey(text.Id, company.Id, "demo", scopes, null, text.SecretHash(), null, null, time.GetUtcNow(), null);
        var entry = new Audit(time, _ids).Entry(Actor, "key.created", company.Id, key.Id, ("name", key.Name), ("scopes", string.Join(' ', scopes)));
        if (!await store.Keys.AddAsync(key, entry, cancellationToken)) throw new InvalidOperationException("A new random id was taken.");
        return text;
    }
}
