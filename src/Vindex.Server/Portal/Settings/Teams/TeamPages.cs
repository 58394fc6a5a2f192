using Vindex.Server.Companies;
using Vindex.Server.Companies.Teams;
using Vindex.Server.Companies.Users;
using Vindex.Server.Pages;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Storage.Companies;
using Vindex.Storage.Users;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Teams;

/// <summary>Teams: creating, changing and deleting them, and who is in them.</summary>
internal static class TeamPages
{
    private const string New = "new";
    private const string Edit = "team";
    private const string All = "all";

    private static readonly string[] s_fields = ["name", "role", "customer_ids"];

    public static void Map(RouteGroupBuilder teams)
    {
        teams.MapGet("", (HttpContext context, TeamService service, CustomerService customers) =>
            ListAsync(context, service, customers, Drafts.Take(context, New, PortalPaths.Teams), StatusCodes.Status200OK));
        teams.MapPost("", CreateAsync);
        teams.MapGet("/{team_id}", (HttpContext context, string team_id, TeamParts parts) =>
            OneAsync(context, team_id, parts, Drafts.Take(context, Edit, PortalPaths.Team(team_id)), StatusCodes.Status200OK));
        teams.MapPost("/{team_id}", SaveAsync);
        teams.MapPost("/{team_id}/delete", DeleteAsync);
        teams.MapPost("/{team_id}/members", AddAsync);
        teams.MapPost("/{team_id}/members/{user_id}/remove", RemoveAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, TeamService service, CustomerService customers)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new NewTeamBody(form.Text("name"), form.Text("role"), CustomersOf(form)),
            input => service.CreateAsync(caller, caller.OwnCompany, input, context.RequestAborted));
        return sent.Problem is { } problem
            ? await ListAsync(context, service, customers, FormState.Refused(New, sent.Form, problem, s_fields), problem.Status)
            : Flash.SeeOther(context, PortalPaths.Team(sent.Value!.Team.Id), T("teams.created", ("name", sent.Value!.Team.Name)));
    }

    private static async Task<IResult> SaveAsync(HttpContext context, string team_id, TeamParts parts)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new TeamChangeBody(form.Text("name"), form.Text("role"), new Optional<IReadOnlyList<string>?>(CustomersOf(form))),
            input => parts.Teams.ChangeAsync(caller, caller.OwnCompany, team_id, input, context.RequestAborted));
        return sent.Problem switch
        {
            null => Flash.SeeOther(context, PortalPaths.Team(team_id), T("teams.saved")),
            { Status: StatusCodes.Status404NotFound } problem => problem,
            var problem => await OneAsync(context, team_id, parts, FormState.Refused(Edit, sent.Form, problem, s_fields), problem.Status),
        };
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string team_id, TeamParts parts)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(context, () => parts.Teams.DeleteAsync(caller, caller.OwnCompany, team_id, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, PortalPaths.Teams, T("teams.deleted"));
    }

    private static async Task<IResult> AddAsync(HttpContext context, string team_id, TeamParts parts)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context,
            form => new NewTeamMemberBody(form.Text("user_id")),
            input => parts.Teams.AddMemberAsync(caller, caller.OwnCompany, team_id, input, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, PortalPaths.Team(team_id), T("teams.member-added"));
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string team_id, string user_id, TeamParts parts)
    {
        var caller = context.Caller();
        var sent = await FormInput.SendAsync(
            context, () => parts.Teams.RemoveMemberAsync(caller, caller.OwnCompany, team_id, user_id, context.RequestAborted));
        return sent.Problem is { } problem ? problem : Flash.SeeOther(context, PortalPaths.Team(team_id), T("teams.member-removed"));
    }

    // Nothing ticked is nothing, and not all: who unticks the last customer must not open the others.
    private static IReadOnlyList<string>? CustomersOf(FormFields form) => form.Text("reach") == All ? null : form.Ticked("customer_ids");

    private static async Task<IResult> ListAsync(HttpContext context, TeamService service, CustomerService customers, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await service.ListAsync(visit.Company.Id, context.RequestAborted) is not Outcome<IReadOnlyList<CompanyTeam>>.Done { Value: var teams })
            return Problem.NotFound();
        var known = await customers.OwnAsync(visit.Caller, context.RequestAborted);
        var names = known.ToDictionary(customer => customer.Id, customer => customer.Name, StringComparer.Ordinal);
        return Page.Of<TeamsPage>(
            new TeamsModel(
                SettingsFrame.Of(context, T("settings.part.teams"), SettingsPart.Teams),
                [.. teams.Select(one => new TeamLine(
                    one.Team.Name,
                    PortalPaths.Team(one.Team.Id),
                    T($"account.role.{RoleNames.Of(one.Team.Role)}"),
                    one.Team.CustomerIds is { } some ? string.Join(", ", some.Select(id => names.GetValueOrDefault(id, id))) : null,
                    one.Members.Count))],
                Fields("", Role.Viewer, [], known),
                form),
            status);
    }

    private static async Task<IResult> OneAsync(HttpContext context, string teamId, TeamParts parts, FormState form, int status)
    {
        if (await PortalContext.OfAsync(context) is not { } visit) return Problem.NotFound();
        if (await parts.Teams.FindAsync(visit.Company.Id, teamId, context.RequestAborted) is not Outcome<CompanyTeam>.Done { Value: var (team, members) })
            return Problem.NotFound();
        var known = await parts.Customers.OwnAsync(visit.Caller, context.RequestAborted);
        var listed = await parts.Users.ListAsync(visit.Company.Id, context.RequestAborted);
        var people = listed is Outcome<IReadOnlyList<CompanyUser>>.Done { Value: var all } ? all : [];
        return Page.Of<TeamPage>(
            new TeamModel(
                SettingsFrame.Of(context, team.Name, SettingsPart.Teams),
                PortalPaths.Team(team.Id),
                Fields(team.Name, team.Role, team.CustomerIds, known),
                [.. members.Select(member => new TeamMemberLine(
                    member.User.Id,
                    member.User.Name ?? member.User.Email,
                    member.User.Email,
                    member.Role == Role.Teams ? null : T($"account.role.{RoleNames.Of(member.Role)}")))],
                [
                    .. people.Where(one => !one.IsInvited && members.All(member => member.User.Id != one.Id))
                        .Select(one => (one.Id, one.Email))
                        .OrderBy(one => one.Email, StringComparer.Ordinal),
                ],
                form),
            status);
    }

    private static TeamFieldsModel Fields(string name, Role role, IReadOnlyList<string>? chosen, IReadOnlyList<Customer> known) => new(
        name, RoleNames.Of(role), chosen is null, [.. known.Select(customer => (customer.Id, customer.Name, chosen?.Contains(customer.Id) ?? false))]);
}

/// <summary>What the page of a team is made from.</summary>
internal sealed record TeamParts(TeamService Teams, CustomerService Customers, UserService Users);
