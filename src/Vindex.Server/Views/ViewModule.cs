using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Views;

/// <summary>Pages with their filters, saved under a name.</summary>
internal static class ViewModule
{
    public static void AddViews(this IServiceCollection services)
    {
        services.AddJson(ViewJson.Shared);
        services.AddSingleton<ViewService>();
    }

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/portal/views").WithTags("Views").RequireScope(Scopes.ScoresRead).AcceptSessions();
        views.MapGet("", ListAsync).WithName("list_views").WithSummary("Your own saved views and the shared ones, by name");
        views.MapPost("", CreateAsync).WithName("create_view").WithSummary("Saves the filters of a page under a name")
            .WithDescription("Private unless shared; an API key can only share, which needs the scope scores:write.")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        var one = views.MapGroup("/{view_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapPatch("", ChangeAsync).WithName("change_view").WithSummary("Renames, changes or shares a view")
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        one.MapDelete("", DeleteAsync).WithName("delete_view").WithSummary("Deletes a view");
    }

    private static async Task<Ok<ViewListBody>> ListAsync(HttpContext context, ViewService views) =>
        Outcome.Of(await views.ListAsync(context.Caller(), context.RequestAborted)).ToOk(list => new ViewListBody([.. list.Select(ViewBody.Of)]));

    private static async Task<Created<ViewBody>> CreateAsync(HttpContext context, Body<NewViewBody> body, ViewService views) =>
        body.Problem is { } problem ? problem : (await views.CreateAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(ViewBody.Of);

    private static async Task<Ok<ViewBody>> ChangeAsync(HttpContext context, string view_id, Body<ViewChangeBody> body, ViewService views) =>
        body.Problem is { } problem ? problem : (await views.ChangeAsync(context.Caller(), view_id, body.Input, context.RequestAborted)).ToOk(ViewBody.Of);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string view_id, ViewService views) =>
        (await views.DeleteAsync(context.Caller(), view_id, context.RequestAborted)).ToNoContent();
}
