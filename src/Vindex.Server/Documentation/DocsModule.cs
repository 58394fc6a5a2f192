using Microsoft.AspNetCore.Authentication;
using Vindex.Server.Configuration;
using Vindex.Server.Documentation.Reference;
using Vindex.Server.Documentation.Start;
using Vindex.Server.Pages;
using Vindex.Server.Security;
using Vindex.Server.Security.Authentication;
using Vindex.Server.Web;

namespace Vindex.Server.Documentation;

/// <summary><c>/docs</c>: the quick start, and the reference of the API, rendered from the description that the server itself serves.</summary>
internal static class DocsModule
{
    public static void AddDocumentation(this IServiceCollection services)
    {
        services.AddSettings<DocsOptions>("Docs");
        services.AddSingleton<ApiReference>();
        services.AddSingleton<RenderedReference>();
        services.AddSingleton<StartReader>();
    }

    public static void MapDocumentation(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<DocsOptions>>().Value.Enabled) return;
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet(DocsPaths.Start, StartAsync);
        pages.MapGet(DocsPaths.Start + "/index.html", () => Microsoft.AspNetCore.Http.Results.Redirect(DocsPaths.Start, permanent: true));
        pages.MapGet(DocsPaths.Operations, OperationsAsync);
        pages.MapGet(DocsPaths.Schemas, SchemasAsync);
        pages.MapGet(DocsPaths.Operations + "/{tag}", TagAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext context, StartReader start, ApiReference reference)
    {
        var caller = await CallerAsync(context);
        var model = await start.ReadAsync(context, caller, await reference.TagsAsync(context.RequestAborted));
        return Page.Of<StartPage>(model);
    }

    private static async Task<IResult> OperationsAsync(HttpContext context, ApiReference reference) => Page.Of<OperationsPage>(
        new OperationsModel(await CallerAsync(context) is not null, await reference.TagsAsync(context.RequestAborted)));

    private static async Task<IResult> TagAsync(HttpContext context, string tag, ApiReference reference, RenderedReference rendered)
    {
        var tags = await reference.TagsAsync(context.RequestAborted);
        if (tags.FirstOrDefault(one => one.Slug == tag) is not { } shown) return Problem.NotFound();
        return Page.Of<TagPage>(new TagModel(await CallerAsync(context) is not null, tags, shown, await rendered.TagAsync(shown)));
    }

    private static async Task<IResult> SchemasAsync(HttpContext context, ApiReference reference, RenderedReference rendered)
    {
        var schemas = await reference.SchemasAsync(context.RequestAborted);
        var tags = await reference.TagsAsync(context.RequestAborted);
        return Page.Of<SchemasPage>(new SchemasModel(await CallerAsync(context) is not null, tags, schemas, await rendered.SchemasAsync(schemas)));
    }

    // The pages are public; a session only adds the names of one's own keys.
    private static async ValueTask<Caller?> CallerAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(Schemes.Session);
        return session.Succeeded ? Schemes.CallerOf(session) : null;
    }
}
