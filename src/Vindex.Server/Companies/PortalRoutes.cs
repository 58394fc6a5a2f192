using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Storage;

namespace Vindex.Server.Companies;

/// <summary>What owners who are signed in manage of their company: the routes of <c>/admin/companies/{company_id}</c>, for the one that they look at.</summary>
internal static class PortalRoutes
{
    public static void MapPortalManagement(this IEndpointRouteBuilder routes)
    {
        var portal = routes.MapGroup("/portal").RequireOwner();
        MapUsers(portal.MapGroup("/users").WithTags("People"));
        MapKeys(portal.MapGroup("/keys").WithTags("Keys"));
        MapProfiles(portal.MapGroup("/profiles").WithTags("Profiles"));

        var settings = portal.MapGroup("/settings").WithTags("Settings");
        settings.MapGet("", (HttpContext context, IStore store) => CompanyEndpoints.OneAsync(context, Own(context), store))
            .WithName("get_settings").WithSummary("Your company").Produces<CompanyBody>();
        settings.MapPatch("", (HttpContext context, IStore store, Audit audit, CompanyDirectory directory) => CompanyEndpoints.ChangeAsync(context, Own(context), store, audit, directory))
            .WithName("change_settings").WithSummary("Changes name, quality gate, zone or retention of your company")
            .Accepts<CompanyChangeBody>(JsonAnswer.ContentType).Produces<CompanyBody>();
        portal.MapGet("/audit", (HttpContext context, IStore store) => AuditEndpoint.ListAsync(context, Own(context), store)).WithTags("Settings")
            .WithName("list_own_audit").WithSummary("What was changed in your company, newest first").WithParameters(CursorPage.Parameters).Produces<AuditListBody>();
    }

    /// <summary>The same for admins, for any company.</summary>
    public static void MapAdminUsers(RouteGroupBuilder users)
    {
        users.MapGet("", (HttpContext context, string company_id, IStore store, TimeProvider time) => UserEndpoints.ListAsync(context, company_id, store, time))
            .WithName("list_users").WithSummary("A company's people").Produces<UserListBody>();
        users.MapPost("", (HttpContext context, string company_id, IStore store, OneTimeLinks links, TimeProvider time) =>
                UserEndpoints.InviteAsync(context, company_id, store, links, time))
            .WithName("invite_user").WithSummary("Invites somebody: the answer holds a link to pass on").Accepts<NewUserBody>(JsonAnswer.ContentType)
            .Produces<UserBody>(StatusCodes.Status201Created).WithMetadata(new Problems(StatusCodes.Status409Conflict));
        users.MapPatch("/{user_id}", (HttpContext context, string company_id, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time) =>
                UserEndpoints.ChangeAsync(context, company_id, user_id, store, sessions, audit, time))
            .WithName("change_user").WithSummary("Gives somebody another role").Accepts<UserChangeBody>(JsonAnswer.ContentType).Produces<UserBody>()
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        users.MapDelete("/{user_id}", (HttpContext context, string company_id, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time) =>
                UserEndpoints.RemoveAsync(context, company_id, user_id, store, sessions, audit, time))
            .WithName("remove_user").WithSummary("Takes somebody out of a company, or withdraws an invitation").Produces(StatusCodes.Status204NoContent)
            .WithMetadata(new Problems(StatusCodes.Status409Conflict));
        users.MapPost("/{user_id}/reset", (HttpContext context, string company_id, string user_id, IStore store, OneTimeLinks links) =>
                UserEndpoints.ResetAsync(context, company_id, user_id, store, links))
            .WithName("reset_user").WithSummary("Makes a one-time link to set a new password, or a new invitation link").Produces<LinkBody>();
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        var one = new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        users.MapGet("", (HttpContext context, IStore store, TimeProvider time) => UserEndpoints.ListAsync(context, Own(context), store, time))
            .WithName("list_own_users").WithSummary("Your company's people").Produces<UserListBody>();
        users.MapPost("", (HttpContext context, IStore store, OneTimeLinks links, TimeProvider time) => UserEndpoints.InviteAsync(context, Own(context), store, links, time))
            .WithName("invite_own_user").WithSummary("Invites somebody to your company: the answer holds a link to pass on").Accepts<NewUserBody>(JsonAnswer.ContentType)
            .Produces<UserBody>(StatusCodes.Status201Created).WithMetadata(new Problems(StatusCodes.Status409Conflict));
        users.MapPatch("/{user_id}", (HttpContext context, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time) =>
                UserEndpoints.ChangeAsync(context, Own(context), user_id, store, sessions, audit, time))
            .WithName("change_own_user").WithSummary("Gives somebody another role").Accepts<UserChangeBody>(JsonAnswer.ContentType).Produces<UserBody>().WithMetadata(one);
        users.MapDelete("/{user_id}", (HttpContext context, string user_id, IStore store, SessionRegister sessions, Audit audit, TimeProvider time) =>
                UserEndpoints.RemoveAsync(context, Own(context), user_id, store, sessions, audit, time))
            .WithName("remove_own_user").WithSummary("Takes somebody out of your company, or withdraws an invitation").Produces(StatusCodes.Status204NoContent).WithMetadata(one);
        users.MapPost("/{user_id}/reset", (HttpContext context, string user_id, IStore store, OneTimeLinks links) =>
                UserEndpoints.ResetAsync(context, Own(context), user_id, store, links))
            .WithName("reset_own_user").WithSummary("Makes a one-time link to set a new password, or a new invitation link").Produces<LinkBody>()
            .WithMetadata(new Problems(StatusCodes.Status404NotFound));
    }

    private static void MapKeys(RouteGroupBuilder keys)
    {
        var one = new Problems(StatusCodes.Status404NotFound);
        keys.MapPost("", (HttpContext context, IStore store, Randomness randomness, Audit audit, TimeProvider time) =>
                KeyEndpoints.CreateAsync(context, Own(context), store, randomness, audit, time))
            .WithName("create_own_key").WithSummary("Makes an API key; it is shown in this answer only")
            .Accepts<NewKeyBody>(JsonAnswer.ContentType).Produces<KeyBody>(StatusCodes.Status201Created);
        keys.MapGet("", (HttpContext context, IStore store) => KeyEndpoints.ListAsync(context, Own(context), store))
            .WithName("list_own_keys").WithSummary("Your company's API keys").Produces<KeyListBody>();
        keys.MapDelete("/{key_id}", (HttpContext context, string key_id, IStore store, Audit audit, CompanyDirectory directory) =>
                KeyEndpoints.DeleteAsync(context, Own(context), key_id, store, audit, directory))
            .WithName("delete_own_key").WithSummary("Deletes an API key").Produces(StatusCodes.Status204NoContent).WithMetadata(one);
        keys.MapPost("/{key_id}/rotate", (HttpContext context, string key_id, IStore store, Randomness randomness, Audit audit, CompanyDirectory directory, TimeProvider time) =>
                KeyEndpoints.RotateAsync(context, Own(context), key_id, store, randomness, audit, directory, time))
            .WithName("rotate_own_key").WithSummary("Gives an API key a new secret; the present one is accepted for a while longer")
            .Accepts<RotationBody>(isOptional: true, JsonAnswer.ContentType).Produces<KeyBody>().WithMetadata(one, new Problems(StatusCodes.Status409Conflict));
    }

    private static void MapProfiles(RouteGroupBuilder profiles)
    {
        var one = new Problems(StatusCodes.Status404NotFound);
        profiles.MapGet("", (HttpContext context, IStore store) => ProfileEndpoints.ListAsync(context, Own(context), store))
            .WithName("list_own_profiles").WithSummary("Your company's scoring profiles").Produces<ProfileListBody>();
        profiles.MapGet("/{name}", (HttpContext context, string name, IStore store) => ProfileEndpoints.OneAsync(context, Own(context), name, store))
            .WithName("get_own_profile").WithSummary("One scoring profile").Produces<StoredProfileBody>().WithMetadata(one);
        profiles.MapPut("/{name}", (HttpContext context, string name, IStore store, Audit audit, TimeProvider time) =>
                ProfileEndpoints.PutAsync(context, Own(context), name, store, audit, time))
            .WithName("put_own_profile").WithSummary("Makes or replaces a scoring profile").Accepts<Scoring.ProfileBody>(JsonAnswer.ContentType)
            .Produces<StoredProfileBody>().Produces<StoredProfileBody>(StatusCodes.Status201Created).WithMetadata(one, new Problems(StatusCodes.Status409Conflict));
        profiles.MapDelete("/{name}", (HttpContext context, string name, IStore store, Audit audit) =>
                ProfileEndpoints.DeleteAsync(context, Own(context), name, store, audit))
            .WithName("delete_own_profile").WithSummary("Deletes a scoring profile").Produces(StatusCodes.Status204NoContent).WithMetadata(one);
    }

    private static string Own(HttpContext context) => context.Caller().OwnCompany;
}
