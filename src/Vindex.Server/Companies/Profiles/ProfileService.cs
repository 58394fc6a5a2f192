using Vindex.Scoring.Profiles;
using Vindex.Server.Security;
using Vindex.Storage.Companies;
using Vindex.Storage.Profiles;

namespace Vindex.Server.Companies.Profiles;

/// <summary>A stored profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="IsNew">Whether it was created.</param>
internal sealed record WrittenProfile(StoredProfile Profile, bool IsNew);

/// <summary>The scoring profiles of a company.</summary>
internal sealed class ProfileService(ICompanyStore companyStore, IProfileStore profileStore, Audit audit, TimeProvider time)
{
    private const int MaxProfiles = 100;

    /// <summary>The profiles of a company, by name; the default rubric is not among them.</summary>
    public async Task<Outcome<IReadOnlyList<StoredProfile>>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        if (await companyStore.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        return Outcome.Of(await profileStore.ListAsync(companyId, cancellationToken));
    }

    public async Task<Outcome<StoredProfile>> FindAsync(string companyId, string name, CancellationToken cancellationToken) =>
        await profileStore.FindAsync(companyId, name, cancellationToken) is { } profile ? profile : new Refusal.NotFound();

    /// <summary>Creates or replaces a profile.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="companyId">The company.</param>
    /// <param name="name">The value of <c>system_type</c>.</param>
    /// <param name="reading">The profile, or its errors.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Outcome<WrittenProfile>> PutAsync(
        Caller caller, string companyId, string name, ProfileReading reading, CancellationToken cancellationToken)
    {
        if (await companyStore.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var errors = new FieldErrors();
        var document = ProfileDocument.Write(reading, name, errors);
        if (!Slug.IsValid(name)) errors.Add("name", Slug.Expected);
        if (name == Profile.DefaultName) errors.Add("name", $"must not be {Profile.DefaultName}: that is the default rubric");
        else if (Profile.FindBuiltIn(name) is not null) errors.Add("name", $"must not be {name}: that profile is built in");
        if (document is null || errors.Any) return new Refusal.Invalid(errors);

        var present = await profileStore.ListAsync(companyId, cancellationToken);
        var isNew = present.All(other => other.Name != name);
        if (isNew && present.Count >= MaxProfiles) return new Refusal.Conflict("too_many_profiles", $"A company has at most {MaxProfiles} profiles.");
        var stored = new StoredProfile(companyId, name, document, time.GetUtcNow());
        var entry = audit.Entry(caller, isNew ? "profile.created" : "profile.changed", companyId, name);
        return await profileStore.PutAsync(stored, entry, cancellationToken) ? new WrittenProfile(stored, isNew) : new Refusal.NotFound();
    }

    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string companyId, string name, CancellationToken cancellationToken)
    {
        var entry = audit.Entry(caller, "profile.deleted", companyId, name);
        return await profileStore.DeleteAsync(companyId, name, entry, cancellationToken) ? default(Success) : new Refusal.NotFound();
    }
}
