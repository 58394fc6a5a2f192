using Vindex.Server.Configuration;

namespace Vindex.Server.Operations.OpenApi;

/// <summary>Whether to serve the API description as a page.</summary>
internal sealed record DocsOptions(bool Enabled)
{
    public static DocsOptions Read(SettingsReader settings) => new(settings.Flag("Docs:Enabled"));
}

/// <summary><c>/docs</c>: the API description as a page; everything it loads comes from this server.</summary>
internal static class Docs
{
    public const string Address = "/docs";

    public static void UseDocs(this IApplicationBuilder app, DocsOptions options)
    {
        if (!options.Enabled) return;
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Address.TrimStart('/');
            page.DocumentTitle = "Vindex API";
            page.SwaggerEndpoint(ApiDescription.Address, "Vindex");
        });
    }
}
