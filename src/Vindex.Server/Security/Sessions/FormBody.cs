using Microsoft.AspNetCore.Http.Features;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Security.Sessions;

/// <summary>The body of a plain HTML form.</summary>
internal static class FormBody
{
    private const int MaxFields = 100;
    private const int MaxLongFields = 2_000;
    private const int MaxValue = 64 * 1024;
    private const int MaxForm = 1024 * 1024;

    /// <summary>Maximum size of the file of a form with <see cref="FileForm"/>.</summary>
    public const int MaxFile = 4 * 1024 * 1024;

    private const int MaxFileForm = MaxFile + (64 * 1024);
    private static readonly object s_tooLarge = new();

    /// <summary>Whether the request has a form's content type: the usual one or, where the route takes a file, multipart.</summary>
    public static bool IsForm(HttpRequest request) =>
        request.HasFormContentType
        && (request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) || TakesFile(request.HttpContext));

    /// <summary>The problem of a form whose file is too large, and which therefore was not read; null for none.</summary>
    public static Problem? TooLarge(HttpContext context) => context.Items[s_tooLarge] as Problem;

    /// <summary>The fields, read once per request; null if they cannot be read.</summary>
    public static async ValueTask<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (!IsForm(context.Request)) return null;
        if (context.Features.Get<IFormFeature>() is not { Form: not null })
        {
            var takesFile = TakesFile(context);
            var (bytes, problem) = await BodyBytes.ReceiveAsync(context, takesFile ? MaxFileForm : MaxForm);
            if (takesFile && problem is not null) context.Items[s_tooLarge] = problem;
            if (bytes is null) return null;
            context.Response.RegisterForDispose(bytes);
            context.Request.Body = new MemoryStream(bytes.Memory.ToArray());
            context.Features.Set<IFormFeature>(
                new FormFeature(context.Request, new FormOptions
                {
                    ValueCountLimit = context.GetEndpoint()?.Metadata.GetMetadata<LongForm>() is null ? MaxFields : MaxLongFields,
                    KeyLengthLimit = 200,
                    ValueLengthLimit = MaxValue,
                    MemoryBufferThreshold = MaxFileForm,
                }));
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

    private static bool TakesFile(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FileForm>() is not null;

    /// <summary>The value of a field; empty if there is none.</summary>
    public static string Value(this IFormCollection form, string name) => form[name] is [{ } value] ? value : "";
}

/// <summary>Marks routes whose form may contain a file.</summary>
internal sealed record FileForm
{
    public static FileForm Instance { get; } = new();
}

/// <summary>Marks routes whose form may have very many fields.</summary>
internal sealed record LongForm
{
    public static LongForm Instance { get; } = new();
}
