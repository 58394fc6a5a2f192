using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies.Keys;

/// <summary>The keys that people create for themselves.</summary>
internal static class PersonalKeyEndpoints
{
    private static readonly Problems s_notFound = new(StatusCodes.Status404NotFound);
    private static readonly Problems s_conflict = new(StatusCodes.Status409Conflict);

    public static void MapPersonalKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/portal/personal-keys").WithTags("Keys").RequirePerson();
        keys.MapPost("", CreateAsync).WithName("create_personal_key")
            .WithSummary("Creates an API key for yourself, with at most your own scopes; only this response shows it").WithMetadata(s_conflict);
        keys.MapGet("", ListAsync).WithName("list_personal_keys").WithSummary("Your own API keys in the current company");
        keys.MapDelete("/{key_id}", DeleteAsync).WithName("delete_personal_key").WithSummary("Deletes one of your own API keys").WithMetadata(s_notFound);
        keys.MapPost("/{key_id}/rotate", RotateAsync).WithName("rotate_personal_key")
            .WithSummary("Gives one of your own API keys a new secret; the current one stays valid for a while").WithMetadata(s_notFound, s_conflict);
    }

    private static async Task<Created<KeyBody>> CreateAsync(HttpContext context, Body<NewKeyBody> body, KeyService keys) =>
        body.Problem is { } problem
            ? problem
            : (await keys.CreateOwnAsync(context.Caller(), body.Input, context.RequestAborted)).ToCreated(KeyBody.Of);

    private static async Task<Ok<KeyListBody>> ListAsync(HttpContext context, KeyService keys) =>
        new KeyListBody([.. (await keys.ListOwnAsync(context.Caller(), context.RequestAborted)).Select(KeyBody.Of)]);

    private static async Task<NoContent> DeleteAsync(HttpContext context, string key_id, KeyService keys) =>
        (await keys.DeleteOwnAsync(context.Caller(), key_id, context.RequestAborted)).ToNoContent();

    private static async Task<Ok<KeyBody>> RotateAsync(HttpContext context, string key_id, OptionalBody<RotationBody> body, KeyService keys) =>
        body.Problem is { } problem
            ? problem
            : (await keys.RotateOwnAsync(context.Caller(), key_id, body.Input, context.RequestAborted)).ToOk(KeyBody.Of);
}
