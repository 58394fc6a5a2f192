using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web;

/// <summary>
/// Supports HEAD wherever there is GET (RFC 9110, 9.3.2): routing sees GET, endpoints see the original method. The web server omits the body;
/// endpoints with expensive responses check the method and skip them.
/// </summary>
internal static class HeadRequests
{
    private static readonly object s_key = new();

    /// <summary>Must run before anything that checks for GET.</summary>
    public static void UseHeadAsGet(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            OfferHead(context.Response);
            return;
        }

        context.Items[s_key] = true;
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }

        OfferHead(context.Response);
    });

    /// <summary>Must run after routing.</summary>
    public static void UseSentMethod(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Items.ContainsKey(s_key)) context.Request.Method = HttpMethods.Head;
        return next(context);
    });

    // The routing lists what it has; a caller that is told of GET may send HEAD as well.
    private static void OfferHead(HttpResponse response)
    {
        if (response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }) return;
        var allow = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow);
        if (allow.Contains(HttpMethods.Get) && !allow.Contains(HttpMethods.Head)) response.Headers.Allow = string.Join(", ", allow.Append(HttpMethods.Head));
    }
}
