using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Teams;

/// <summary>Teams, for signed-in owners of the company.</summary>
internal static class TeamEndpoints
{
    private static readonly Problems s_notFound = new(StatusCodes.Status404NotFound);

    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup("/portal/teams").WithTags("People").RequireOwner();
        teams.MapGet("", ListAsync).WithName("list_teams").WithSummary("Your company's teams, by name");
        teams.MapPost("", CreateAsync).WithName("create_team").WithSummary("Creates a team: a role for some customers, or for all")
            .WithDescription("A team applies to users whose role in the company is teams; they have the rights of their teams and no others.")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        var one = teams.MapGroup("/{team_id}").WithMetadata(s_notFound);
        one.MapGet("", FindAsync).WithName("get_team").WithSummary("One team with its members");
        one.MapPatch("", ChangeAsync).WithName("change_team").WithSummary("Changes a team's name, role or customers, at once for its members");
        one.MapDelete("", DeleteAsync).WithName("delete_team").WithSummary("Deletes a team; its members stay in the company");
        one.MapPost("/members", AddMemberAsync).WithName("add_team_member").WithSummary("Adds a user of your company to a team");
        one.MapDelete("/members/{user_id}", RemoveMemberAsync).WithName("remove_team_member").WithSummary("Takes a user out of a team");
    }

    private static async Task<Ok<TeamListBody>> ListAsync(HttpContext context, TeamService teams) =>
        (await teams.ListAsync(Own(context), context.RequestAborted)).ToOk(list => new TeamListBody([.. list.Select(TeamBody.Of)]));

    private static async Task<Ok<TeamBody>> FindAsync(HttpContext context, string team_id, TeamService teams) =>
        (await teams.FindAsync(Own(context), team_id, context.RequestAborted)).ToOk(TeamBody.Of);

    private static async Task<Created<TeamBody>> CreateAsync(HttpContext context, Body<NewTeamBody> body, TeamService teams) =>
        body.Problem is { } problem
            ? problem
            : (await teams.CreateAsync(context.Caller(), Own(context), body.Input, context.RequestAborted)).ToCreated(TeamBody.Of);

    private static async Task<Ok<TeamBody>> ChangeAsync(HttpContext context, string team_id, Body<TeamChangeBody> body, TeamService teams) =>
        body.Problem is { } problem
            ? problem
            : (await teams.ChangeAsync(context.Caller(), Own(context), team_id, body.Input, context.RequestAborted)).ToOk(TeamBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string team_id, TeamService teams) =>
        (await teams.DeleteAsync(context.Caller(), Own(context), team_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<TeamBody>> AddMemberAsync(HttpContext context, string team_id, Body<NewTeamMemberBody> body, TeamService teams) =>
        body.Problem is { } problem
            ? problem
            : (await teams.AddMemberAsync(context.Caller(), Own(context), team_id, body.Input, context.RequestAborted)).ToOk(TeamBody.Of);

    private static async Task<NoContent> RemoveMemberAsync(HttpContext context, string team_id, string user_id, TeamService teams) =>
        (await teams.RemoveMemberAsync(context.Caller(), Own(context), team_id, user_id, context.RequestAborted)).ToNoContent();

    private static string Own(HttpContext context) => context.Caller().OwnCompany;
}
