using Vindex.Server.Security;
using Vindex.Server.Web;

namespace Vindex.Server.Installations;

/// <summary>Registration and management of installations.</summary>
internal static class InstallationRoutes
{
    public const string Path = "/portal/installations/";

    public static void AddInstallations(this IServiceCollection services)
    {
        services.AddSingleton<InstallationDirectory>();
        services.AddSingleton<Registrations>();
        services.AddSingleton<OneAtATime>();
    }

    public static void MapInstallations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/register/{source}", RegisterEndpoint.RegisterAsync)
            .WithName("register").WithTags("Installations").WithSummary("Registers an installation, or registers it again")
            .WithDescription(
                "201 for a new installation, 200 where the company has it already. A secret that is left out is made and returned this once. Registering again with a "
                + "new secret, or with rotate, rotates: the present one is accepted for 24 hours more. Registering again without either keeps the secret.")
            .RequireScope(Scopes.InstallationsWrite)
            .Accepts<RegistrationBody>(JsonAnswer.ContentType).Produces<RegisteredBody>().Produces<RegisteredBody>(StatusCodes.Status201Created)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));

        var installations = routes.MapGroup("/portal/installations").WithTags("Installations").RequireScope(Scopes.InstallationsWrite).AcceptSessions();
        installations.MapGet("", InstallationEndpoints.ListAsync).WithName("list_installations").WithSummary("Your installations, oldest first")
            .Produces<InstallationListBody>();
        var one = installations.MapGroup("/{customer_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapGet("", InstallationEndpoints.OneAsync).WithName("get_installation").WithSummary("One installation").Produces<InstallationBody>();
        one.MapPatch("", InstallationEndpoints.ChangeAsync).WithName("change_installation")
            .WithSummary("Changes callback URL, name or settings; stops callbacks or lets them go out again")
            .Accepts<InstallationChangeBody>(JsonAnswer.ContentType).Produces<InstallationBody>();
        one.MapDelete("", InstallationEndpoints.DeleteAsync).WithName("delete_installation")
            .WithSummary("Deletes an installation with what is queued for it; its customer and the scores stay").Produces(StatusCodes.Status204NoContent);
    }
}
