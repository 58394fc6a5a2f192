using Microsoft.Net.Http.Headers;

namespace Vindex.Server.Web.Requests;

/// <summary>Answers OPTIONS with the methods of an address (RFC 9110, 9.3.7), and names OPTIONS among them everywhere.</summary>
internal static class OptionsRequests
{
    public static void UseOptions(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);

        // Routing has listed the methods of an address that exists.
        var response = context.Response;
        if (response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false }) return;
        var allow = response.Headers.GetCommaSeparatedValues(HeaderNames.Allow);
        response.Headers.Allow = string.Join(", ", allow.Append(HttpMethods.Options).Distinct(StringComparer.Ordinal));
        if (!HttpMethods.IsOptions(context.Request.Method)) return;
        response.StatusCode = StatusCodes.Status204NoContent;
    });
}
