using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Users;

/// <summary>The users of a company: under <c>/portal</c> the caller's, under <c>/admin</c> any.</summary>
internal static class UserEndpoints
{
    public static async Task<Ok<UserListBody>> ListAsync(HttpContext context, string companyId, UserService users) =>
        (await users.ListAsync(companyId, context.RequestAborted)).ToOk(list => new UserListBody([.. list.Select(UserBody.Of)]));

    public static async Task<Created<UserBody>> InviteAsync(
        HttpContext context, string companyId, Body<NewUserBody> body, UserService users, OneTimeLinks links) =>
        body.Problem is { } problem
            ? problem
            : (await users.InviteAsync(context.Caller(), companyId, body.Input, context.RequestAborted))
                .ToCreated(invited => UserBody.Of(invited.User) with { InvitationLink = links.Absolute(invited.Link) });

    public static async Task<Ok<UserBody>> ChangeAsync(HttpContext context, string companyId, string userId, Body<UserChangeBody> body, UserService users) =>
        body.Problem is { } problem
            ? problem
            : (await users.ChangeAsync(context.Caller(), companyId, userId, body.Input, context.RequestAborted)).ToOk(UserBody.Of);

    public static async Task<NoContent> RemoveAsync(HttpContext context, string companyId, string userId, UserService users) =>
        (await users.RemoveAsync(context.Caller(), companyId, userId, context.RequestAborted)).ToNoContent();

    public static async Task<NoContent> TurnSecondFactorOffAsync(HttpContext context, string companyId, string userId, UserService users) =>
        (await users.TurnSecondFactorOffAsync(context.Caller(), companyId, userId, context.RequestAborted)).ToNoContent();

    public static async Task<Ok<LinkBody>> ResetAsync(HttpContext context, string companyId, string userId, UserService users, OneTimeLinks links) =>
        (await users.ResetAsync(context.Caller(), companyId, userId, context.RequestAborted))
            .ToOk(link => new LinkBody(links.Absolute(link), link.ExpiresAt));
}
