using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web;

/// <summary>
/// HEAD wherever there is GET (RFC 9110, 9.3.2): routes are found as for GET and then see the method that was sent. The web server leaves the body out;
/// answers that are dear to make look at the method and do not make it.
/// </summary>
internal static class HeadRequests
{
    private static readonly object s_key = new();

    /// <summary>To stand before whatever looks for GET.</summary>
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

    /// <summary>To stand behind the routing.</summary>
    public static void UseSentMethod(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Items.ContainsKey(s_key)) context.Request.Method = HttpMethods.Head;
        return next(context);
    });

    // The routing lists what it has; whoever is told of GET may send HEAD as well.
    private static void OfferHead(HttpResponse response)
    {
        if (response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }) return;
        var allow = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow);
        if (allow.Contains(HttpMethods.Get) && !allow.Contains(HttpMethods.Head)) response.Headers.Allow = string.Join(", ", allow.Append(HttpMethods.Head));
    }
}
