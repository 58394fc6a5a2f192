using Microsoft.AspNetCore.Http.Features;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Security.Sessions;

/// <summary>The body of a plain HTML form.</summary>
internal static class FormBody
{
    private const int MaxFields = 100;
    private const int MaxValue = 64 * 1024;
    private const int MaxForm = 1024 * 1024;

    /// <summary>Whether the request has a form's content type.</summary>
    public static bool IsForm(HttpRequest request) =>
        request.HasFormContentType && request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>The fields, read once per request; null if they cannot be read.</summary>
    public static async ValueTask<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!IsForm(context.Request)) return null;
        if (context.Features.Get<IFormFeature>() is not { Form: not null })
        {
            var (bytes, _) = await BodyBytes.ReceiveAsync(context, MaxForm);
            if (bytes is null) return null;
            context.Response.RegisterForDispose(bytes);
            context.Request.Body = new MemoryStream(bytes.Memory.ToArray());
            context.Features.Set<IFormFeature>(
                new FormFeature(context.Request, new FormOptions { ValueCountLimit = MaxFields, KeyLengthLimit = 200, ValueLengthLimit = MaxValue }));
        }
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The value of a field; empty if there is none.</summary>
    public static string Value(this IFormCollection form, string name) => form[name] is [{ } value] ? value : "";
}
