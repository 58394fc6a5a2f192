using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Audit;
using Vindex.Storage.Companies;
using Vindex.Storage.Teams;
using Vindex.Storage.Users;

namespace Vindex.Server.Companies.Teams;

/// <summary>
/// The teams of a company, which its owners manage. Whatever changes a team takes effect with the next request of its members: every change makes all nodes
/// read the sessions again.
/// </summary>
internal sealed class TeamService(ITeamStore store, IUserStore users, ICompanyStore companies, SessionService sessions, Ids ids, Audit audit, TimeProvider time)
{
    /// <summary>The teams, by name.</summary>
    public async Task<Outcome<IReadOnlyList<CompanyTeam>>> ListAsync(string companyId, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var teams = await store.ListAsync(companyId, cancellationToken);
        var members = await users.ListMembersAsync(companyId, cancellationToken);
        return Outcome.Of<IReadOnlyList<CompanyTeam>>([.. teams.Select(team => WithMembers(team, members))]);
    }

    /// <summary>One team.</summary>
    public async Task<Outcome<CompanyTeam>> FindAsync(string companyId, string teamId, CancellationToken cancellationToken) =>
        await store.FindAsync(companyId, teamId, cancellationToken) is { } team
            ? WithMembers(team, await users.ListMembersAsync(companyId, cancellationToken))
            : new Refusal.NotFound();

    /// <summary>Creates a team without members.</summary>
    public async Task<Outcome<CompanyTeam>> CreateAsync(Caller caller, string companyId, Input<NewTeamBody> input, CancellationToken cancellationToken)
    {
        if (await companies.FindAsync(companyId, cancellationToken) is null) return new Refusal.NotFound();
        var (body, errors) = input;
        if (body.CustomerIds is { } customers) await CheckAsync(companyId, customers, errors, cancellationToken);
        if (errors.Any) return new Refusal.Invalid(errors);
        if ((await store.ListAsync(companyId, cancellationToken)).Count >= TeamLimits.OfCompany)
            return new Refusal.Conflict("too_many_teams", $"A company has at most {TeamLimits.OfCompany} teams.");
        var team = new Team(
            "te_" + ids.TimeOrdered(), companyId, body.Name.Trim(), RoleNames.Parse(body.Role)!.Value, Ordered(body.CustomerIds), time.GetUtcNow());
        return await StoredAsync(await store.AddAsync(team, Entry(caller, "team.created", team), cancellationToken), team, errors, cancellationToken);
    }

    /// <summary>Changes name, role and customers of a team.</summary>
    public async Task<Outcome<CompanyTeam>> ChangeAsync(
        Caller caller, string companyId, string teamId, Input<TeamChangeBody> input, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, teamId, cancellationToken) is not { } present) return new Refusal.NotFound();
        var (body, errors) = input;
        if (body.CustomerIds.OrDefault is { } customers) await CheckAsync(companyId, customers, errors, cancellationToken);
        if (errors.Any) return new Refusal.Invalid(errors);
        var changed = present with
        {
            Name = body.Name.Or(present.Name).Trim(),
            Role = body.Role.IsGiven ? RoleNames.Parse(body.Role.OrDefault)!.Value : present.Role,
            CustomerIds = body.CustomerIds.IsGiven ? Ordered(body.CustomerIds.OrDefault) : present.CustomerIds,
        };
        var stored = await store.ChangeAsync(changed, Entry(caller, "team.changed", changed), cancellationToken);
        sessions.Forget();
        return await StoredAsync(stored, changed, errors, cancellationToken);
    }

    /// <summary>Deletes a team. Its members stay in the company.</summary>
    public async Task<Outcome<Success>> DeleteAsync(Caller caller, string companyId, string teamId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(companyId, teamId, cancellationToken) is not { } team) return new Refusal.NotFound();
        var entry = audit.Entry(caller, "team.deleted", companyId, teamId, ("name", team.Name));
        var deleted = await store.DeleteAsync(companyId, teamId, entry, cancellationToken);
        sessions.Forget();
        return deleted ? default(Success) : new Refusal.NotFound();
    }

    /// <summary>Adds a user of the company to a team; one who is in it stays in it.</summary>
    public async Task<Outcome<CompanyTeam>> AddMemberAsync(
        Caller caller, string companyId, string teamId, Input<NewTeamMemberBody> input, CancellationToken cancellationToken)
    {
        var (body, errors) = input;
        if (errors.Any) return new Refusal.Invalid(errors);
        if (await MembershipAsync(companyId, teamId, body.UserId, cancellationToken) is not var (team, member)) return new Refusal.NotFound();
        var joined = await store.JoinAsync(companyId, teamId, body.UserId, Entry(caller, "team.member_added", team, member), cancellationToken);
        sessions.Forget();
        return joined ? await FindAsync(companyId, teamId, cancellationToken) : new Refusal.NotFound();
    }

    /// <summary>Takes a user out of a team.</summary>
    public async Task<Outcome<Success>> RemoveMemberAsync(
        Caller caller, string companyId, string teamId, string userId, CancellationToken cancellationToken)
    {
        if (await MembershipAsync(companyId, teamId, userId, cancellationToken) is not var (team, member)) return new Refusal.NotFound();
        var left = await store.LeaveAsync(companyId, teamId, userId, Entry(caller, "team.member_removed", team, member), cancellationToken);
        sessions.Forget();
        return left ? default(Success) : new Refusal.NotFound();
    }

    private async Task<(Team Team, Member Member)?> MembershipAsync(string companyId, string teamId, string userId, CancellationToken cancellationToken) =>
        await store.FindAsync(companyId, teamId, cancellationToken) is { } team
        && await users.FindMemberAsync(companyId, userId, cancellationToken) is { } member
            ? (team, member)
            : null;

    private async Task<Outcome<CompanyTeam>> StoredAsync(TeamChange change, Team team, FieldErrors errors, CancellationToken cancellationToken)
    {
        switch (change)
        {
            case TeamChange.Done:
                return await FindAsync(team.CompanyId, team.Id, cancellationToken);
            case TeamChange.NameTaken:
                errors.Add("name", "is the name of another team");
                return new Refusal.Invalid(errors);
            case TeamChange.UnknownCustomer:
                errors.Add("customer_ids", "names a customer that does not exist any more");
                return new Refusal.Invalid(errors);
            default:
                return new Refusal.NotFound();
        }
    }

    private async Task CheckAsync(string companyId, IReadOnlyList<string> customerIds, FieldErrors errors, CancellationToken cancellationToken)
    {
        var known = (await companies.ListCustomersAsync(companyId, cancellationToken)).Select(customer => customer.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in customerIds.Where(id => !known.Contains(id)))
            errors.Add("customer_ids", $"contains \"{unknown}\", which is not a customer of this company");
        if (customerIds.Count == 0 && !errors.Has("customer_ids")) errors.Add("customer_ids", "must name at least one customer; leave it out to allow all of them");
    }

    private AuditEntry Entry(Caller caller, string action, Team team) => audit.Entry(
        caller, action, team.CompanyId, team.Id, ("name", team.Name), ("role", RoleNames.Of(team.Role)),
        ("customers", team.CustomerIds is { } some ? string.Join(' ', some) : "all"));

    private AuditEntry Entry(Caller caller, string action, Team team, Member member) =>
        audit.Entry(caller, action, team.CompanyId, team.Id, ("name", team.Name), ("user_id", member.User.Id), ("email", member.User.Email));

    private static IReadOnlyList<string>? Ordered(IReadOnlyList<string>? customerIds) =>
        customerIds is null ? null : [.. customerIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static CompanyTeam WithMembers(Team team, IReadOnlyList<Member> members) => new(
        team,
        [.. members.Where(member => team.UserIds.Contains(member.User.Id)).OrderBy(member => member.User.Email, StringComparer.Ordinal)]);
}
