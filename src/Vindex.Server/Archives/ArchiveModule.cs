using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Vindex.Server.Companies;
using Vindex.Server.Feedback.Projects;
using Vindex.Server.Feedback.Writing;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;

namespace Vindex.Server.Archives;

/// <summary>Whole companies as a stream of lines, for admins and <c>vindex export --company</c>.</summary>
internal static class ArchiveModule
{
    private const string ContentType = "application/x-ndjson";

    public static void AddArchives(this IServiceCollection services) =>
        services.AddJson(ArchiveJson.Shared).AddSingleton<ConfigurationImport>();

    public static void MapArchives(this IEndpointRouteBuilder routes)
    {
        var companies = routes.MapGroup("/admin/companies").WithTags("Management").RequireAdmin().AlsoForLocalCommands();
        companies.MapGet("/{company_id}/export", ExportAsync)
            .WithName("export_company")
            .WithSummary(
                "A company with its customers, profiles, scores, feedback, reviews, annotation specs and queues, webhooks, alerts and trackers, as lines that import_company reads")
            .WithDescription("Without keys, users, secrets, jobs and callbacks. A failure closes the connection; a complete archive ends with a line of counts.")
            .WithMetadata(new Problems(StatusCodes.Status404NotFound)).Produces<string>(StatusCodes.Status200OK, ContentType);
        companies.MapPost("/import", ImportAsync)
            .WithName("import_company").WithSummary("Stores a company from an archive")
            .WithDescription("The company is created if it does not exist. Scores that exist stay as they are, so that an interrupted import can be repeated.")
            .Accepts<string>(
                ContentType, "application/jsonl", JsonAnswer.ContentType, "text/plain", "application/octet-stream", "application/x-www-form-urlencoded");
    }

    // A command knows its company by the short name.
    private static async Task<IResult> ExportAsync(HttpContext context, string company_id, IStore store)
    {
        var stop = context.RequestAborted;
        var company = await store.Companies.FindAsync(company_id, stop) ?? await store.Companies.FindBySlugAsync(company_id, stop);
        if (company is null) return Problem.NotFound();
        context.Response.ContentType = ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{company.Slug}.ndjson\"";
        await new ArchiveExport(store, company).WriteAsync(context.Response.BodyWriter, stop);
        return Results.Empty;
    }

    private static async Task<Ok<ArchiveReportBody>> ImportAsync(
        HttpContext context, IStore store, CompanyDirectory directory, ProjectAccess projects, FeedbackWriter writer, ConfigurationImport configuration,
        Audit audit)
    {
        // The stream can have any length.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        TimedBody.AllowPauses(context.Request);
        try
        {
            var import = new ArchiveImport(store, directory, projects, writer, configuration, audit, context.Caller());
            return await import.RunAsync(context.Request.BodyReader, context.RequestAborted);
        }
        catch (ArchiveLineException exception)
        {
            return Problem.Invalid("bad_archive", exception.Message, FieldErrors.WholeBody, exception.Message);
        }
    }
}
