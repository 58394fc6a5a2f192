using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Vindex.Server.Web;

namespace Vindex.Server.Pages;

/// <summary>
/// A page (or a part of one, for htmx): a Razor component, rendered once from data that its handler has fetched. It is sent with the
/// content security policy for pages; nothing is sent before rendering is complete, so that a failure can still show an error page.
/// </summary>
/// <typeparam name="TComponent">The component.</typeparam>
/// <param name="parameters">Its parameters by name.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class PageResult<TComponent>(IReadOnlyDictionary<string, object?> parameters, int status = StatusCodes.Status200OK) : IResult
    where TComponent : IComponent
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Page;
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // With no-referrer, browsers would omit the Origin of our own forms (Fetch, "append a request Origin header").
        response.Headers["Referrer-Policy"] = httpContext.GetEndpoint()?.Metadata.GetMetadata<NoReferrer>() is null ? "same-origin" : "no-referrer";
        var coding = ContentCodings.Choose(httpContext.Request);
        using var body = await RenderAsync(httpContext.RequestServices, coding);
        coding.Announce(response);
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        await body.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    private async Task<MemoryStream> RenderAsync(IServiceProvider services, ContentCoding coding)
    {
        var body = new MemoryStream();
        var coded = coding.Into(body);
        await using (var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>()))
        await using (var writer = new StreamWriter(coded, s_utf8, leaveOpen: true))
        {
            await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters.ToDictionary()));
                root.WriteHtmlTo(writer);
            });
        }

        if (!ReferenceEquals(coded, body)) await coded.DisposeAsync();
        body.Position = 0;
        return body;
    }
}

/// <summary>Creates pages.</summary>
internal static class Page
{
    /// <summary>A page from a component whose one parameter is <c>Model</c>.</summary>
    public static IResult Of<TComponent>(object model, int status = StatusCodes.Status200OK)
        where TComponent : IComponent => new PageResult<TComponent>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model }, status);

    /// <summary>Adds rendering. Letters of all scripts are left alone; markup characters are always encoded.</summary>
    public static void AddPages(this IServiceCollection services) => services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
}
