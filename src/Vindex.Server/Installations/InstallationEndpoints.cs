using Vindex.Server.Security;
using Vindex.Server.Sources;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage.Installations;

namespace Vindex.Server.Installations;

/// <summary>Registration and management of installations.</summary>
internal static class InstallationEndpoints
{
    private const string Path = "/portal/installations/";

    public static void MapInstallations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/register/{source}", RegisterAsync)
            .WithName("register").WithTags("Installations").WithSummary("Registers an installation, or registers it again")
            .WithDescription(
                "201 for a new installation, 200 for an existing one. If the secret is left out, one is generated and returned once. Registering again with a "
                + "new secret, or with rotate, rotates the secret: the old one stays valid for 24 hours. Registering again without either keeps the secret.")
            .RequireScope(Scopes.InstallationsWrite)
            .Accepts<RegistrationBody>(JsonAnswer.ContentType).Produces<RegisteredBody>().Produces<RegisteredBody>(StatusCodes.Status201Created)
            .WithMetadata(new Problems(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict));

        var installations = routes.MapGroup("/portal/installations").WithTags("Installations").RequireScope(Scopes.InstallationsWrite).AcceptSessions();
        installations.MapGet("", ListAsync).WithName("list_installations").WithSummary("Your installations, oldest first");
        var one = installations.MapGroup("/{customer_id}").WithMetadata(new Problems(StatusCodes.Status404NotFound));
        one.MapGet("", OneAsync).WithName("get_installation").WithSummary("One installation");
        one.MapPatch("", ChangeAsync).WithName("change_installation")
            .WithSummary("Changes callback URL, name or settings; disables or re-enables callbacks");
        one.MapDelete("", DeleteAsync).WithName("delete_installation")
            .WithSummary("Deletes an installation and its queued jobs and callbacks; its customer and scores are kept");
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, string source, RegistrationService registrations)
    {
        if (SourceTable.Find(source) is not { } product) return Problem.NotFound();
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var outcome = await registrations.RegisterAsync(context.Caller(), product, RegistrationBody.Read(body.Root, product), context.RequestAborted);
            return outcome switch
            {
                Outcome<Registered>.Done { Value: { IsNew: true } made } =>
                    JsonAnswer.WithStatus(StatusCodes.Status201Created, RegisteredBody.Of(made), Path + made.Installation.CustomerId),
                _ => outcome.ToOk(RegisteredBody.Of),
            };
        }
    }

    private static async Task<Ok<InstallationListBody>> ListAsync(HttpContext context, InstallationService installations, TimeProvider time)
    {
        var list = await installations.ListAsync(context.Caller(), context.RequestAborted);
        var now = time.GetUtcNow();
        return new InstallationListBody([.. list.Select(one => InstallationBody.Of(one, now))]);
    }

    private static async Task<Ok<InstallationBody>> OneAsync(HttpContext context, string customer_id, InstallationService installations, TimeProvider time) =>
        (await installations.FindAsync(context.Caller(), customer_id, context.RequestAborted)).ToOk(Shown(time));

    private static async Task<Ok<InstallationBody>> ChangeAsync(
        HttpContext context, string customer_id, Body<InstallationChangeBody> body, InstallationService installations, TimeProvider time) =>
        body.Problem ?? (await installations.ChangeAsync(context.Caller(), customer_id, body.Input, context.RequestAborted)).ToOk(Shown(time));

    private static async Task<NoContent> DeleteAsync(HttpContext context, string customer_id, InstallationService installations) =>
        (await installations.DeleteAsync(context.Caller(), customer_id, context.RequestAborted)).ToNoContent();

    private static Func<Installation, InstallationBody> Shown(TimeProvider time) => installation => InstallationBody.Of(installation, time.GetUtcNow());
}
