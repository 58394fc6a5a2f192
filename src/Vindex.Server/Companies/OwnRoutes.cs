using Vindex.Server.Companies.Keys;
using Vindex.Server.Companies.Profiles;
using Vindex.Server.Companies.Users;
using Vindex.Server.Security;
using Vindex.Server.Security.Sessions;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Companies;

/// <summary>Management routes for signed-in owners, for their current company.</summary>
internal static class OwnRoutes
{
    private static readonly Problems s_notFound = new(StatusCodes.Status404NotFound);
    private static readonly Problems s_conflict = new(StatusCodes.Status409Conflict);

    public static void MapOwnCompany(this IEndpointRouteBuilder routes)
    {
        MapCustomers(routes.MapGroup("/portal/customers").WithTags("Customers").RequireScope(Scopes.InstallationsWrite).AcceptSessions());
        var portal = routes.MapGroup("/portal").RequireOwner();
        MapUsers(portal.MapGroup("/users").WithTags("People"));
        MapKeys(portal.MapGroup("/keys").WithTags("Keys"));
        MapProfiles(portal.MapGroup("/profiles").WithTags("Profiles"));
        MapSettings(portal.MapGroup("/settings").WithTags("Settings"));
        portal.MapGet("/audit", (HttpContext context, AuditService audit) => AuditEndpoints.ListAsync(context, Own(context), audit)).WithTags("Settings")
            .WithName("list_own_audit").WithSummary("Your company's audit log, newest first").WithParameters(AuditEndpoints.OwnParameters);
        portal.MapGet("/audit/export", (HttpContext context, AuditService audit) => AuditEndpoints.Export(context, Own(context), audit)).WithTags("Settings")
            .WithName("export_own_audit").WithSummary("Your company's audit log as a file, newest first")
            .WithParameters(AuditEndpoints.OwnExportParameters).Produces<string>(StatusCodes.Status200OK, "text/csv", "application/x-ndjson");
    }

    private static void MapCustomers(RouteGroupBuilder group)
    {
        group.MapGet("", (HttpContext context, CustomerService customers) => CustomerEndpoints.ListAsync(context, Own(context), customers))
            .WithName("list_customers").WithSummary("Your customers");
        group.MapPost(
            "",
            (HttpContext context, Body<NewCustomerBody> body, CustomerService customers) =>
                CustomerEndpoints.CreateAsync(context, Own(context), body, customers))
            .WithName("create_customer").WithSummary("Creates a customer");
        group.MapPatch("/{customer_id}", (HttpContext context, string customer_id, Body<CustomerChangeBody> body, CustomerService customers) =>
                CustomerEndpoints.ChangeAsync(context, Own(context), customer_id, body, customers))
            .WithName("change_customer").WithSummary("Changes a customer's name, or whether it has a badge").WithMetadata(s_notFound);
    }

    private static void MapSettings(RouteGroupBuilder settings)
    {
        settings.MapGet("", (HttpContext context, CompanyService companies) => CompanyEndpoints.OneAsync(context, Own(context), companies))
            .WithName("get_settings").WithSummary("Your company");
        settings.MapPatch("", (HttpContext context, Body<CompanyChangeBody> body, CompanyService companies) =>
                CompanyEndpoints.ChangeAsync(context, Own(context), body, companies))
            .WithName("change_settings").WithSummary(
                "Changes your company's name, quality gate, time zone or retention, or whether two-factor sign-in is required");
    }

    private static void MapUsers(RouteGroupBuilder users)
    {
        users.MapGet("", (HttpContext context, UserService people) => UserEndpoints.ListAsync(context, Own(context), people))
            .WithName("list_own_users").WithSummary("Your company's users");
        users.MapPost("", (HttpContext context, Body<NewUserBody> body, UserService people, OneTimeLinks links) =>
                UserEndpoints.InviteAsync(context, Own(context), body, people, links))
            .WithName("invite_own_user").WithSummary("Invites a person to your company; the response contains the link to pass on").WithMetadata(s_conflict);
        users.MapPatch("/{user_id}", (HttpContext context, string user_id, Body<UserChangeBody> body, UserService people) =>
                UserEndpoints.ChangeAsync(context, Own(context), user_id, body, people))
            .WithName("change_own_user").WithSummary("Changes a user's role").WithMetadata(s_notFound, s_conflict);
        users.MapDelete(
            "/{user_id}", (HttpContext context, string user_id, UserService people) => UserEndpoints.RemoveAsync(context, Own(context), user_id, people))
            .WithName("remove_own_user").WithSummary("Removes a user from your company, or withdraws an invitation").WithMetadata(s_notFound, s_conflict);
        users.MapPost("/{user_id}/reset", (HttpContext context, string user_id, UserService people, OneTimeLinks links) =>
                UserEndpoints.ResetAsync(context, Own(context), user_id, people, links))
            .WithName("reset_own_user").WithSummary("Creates a one-time link for setting a new password, or a new invitation link").WithMetadata(s_notFound);
        users.MapDelete("/{user_id}/second-factor", (HttpContext context, string user_id, UserService people) =>
                UserEndpoints.TurnSecondFactorOffAsync(context, Own(context), user_id, people))
            .WithName("remove_own_second_factor").WithSummary("Turns a user's two-factor sign-in off").WithMetadata(s_notFound);
    }

    private static void MapKeys(RouteGroupBuilder group)
    {
        group.MapPost("", (HttpContext context, Body<NewKeyBody> body, KeyService keys) => KeyEndpoints.CreateAsync(context, Own(context), body, keys))
            .WithName("create_own_key").WithSummary("Creates an API key; only this response shows it");
        group.MapGet("", (HttpContext context, KeyService keys) => KeyEndpoints.ListAsync(context, Own(context), keys))
            .WithName("list_own_keys").WithSummary("Your company's API keys");
        group.MapDelete("/{key_id}", (HttpContext context, string key_id, KeyService keys) => KeyEndpoints.DeleteAsync(context, Own(context), key_id, keys))
            .WithName("delete_own_key").WithSummary("Deletes an API key").WithMetadata(s_notFound);
        group.MapPost("/{key_id}/rotate", (HttpContext context, string key_id, OptionalBody<RotationBody> body, KeyService keys) =>
                KeyEndpoints.RotateAsync(context, Own(context), key_id, body, keys))
            .WithName("rotate_own_key")
                .WithSummary("Gives an API key a new secret; the current one stays valid for a while")
                .WithMetadata(s_notFound, s_conflict);
    }

    private static void MapProfiles(RouteGroupBuilder group)
    {
        group.MapGet("", (HttpContext context, ProfileService profiles) => ProfileEndpoints.ListAsync(context, Own(context), profiles))
            .WithName("list_own_profiles").WithSummary("Your company's scoring profiles");
        group.MapGet("/{name}", (HttpContext context, string name, ProfileService profiles) => ProfileEndpoints.OneAsync(context, Own(context), name, profiles))
            .WithName("get_own_profile").WithSummary("One scoring profile").WithMetadata(s_notFound);
        group.MapPut("/{name}", (HttpContext context, string name, ProfileService profiles) => ProfileEndpoints.PutAsync(context, Own(context), name, profiles))
            .WithName("put_own_profile")
                .WithSummary("Creates or replaces a scoring profile")
                .Accepts<ProfileBody>(JsonAnswer.ContentType)
                .WithMetadata(s_notFound, s_conflict);
        group.MapDelete(
            "/{name}", (HttpContext context, string name, ProfileService profiles) => ProfileEndpoints.DeleteAsync(context, Own(context), name, profiles))
            .WithName("delete_own_profile").WithSummary("Deletes a scoring profile").WithMetadata(s_notFound);
    }

    private static string Own(HttpContext context) => context.Caller().OwnCompany;
}
