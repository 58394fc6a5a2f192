namespace Vindex.Server.Operations.OpenApi;

/// <summary>Settings of the API description: the section <c>Docs</c>.</summary>
internal sealed record DocsOptions
{
    /// <summary>Whether to serve it as a page.</summary>
    public required bool Enabled { get; init; }
}

/// <summary><c>/docs</c>: the API description as a page; everything it loads comes from this server.</summary>
internal static class Docs
{
    public const string Address = "/docs";

    public static void UseDocs(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<DocsOptions>>().Value.Enabled) return;
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = Address.TrimStart('/');
            page.DocumentTitle = "Vindex API";
            page.SwaggerEndpoint(ApiDescription.Address, "Vindex");
        });
    }
}
