using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;

namespace Vindex.Server.Evaluator.Uploads;

/// <summary>An uploaded file.</summary>
/// <param name="Name">Display name; never a path.</param>
/// <param name="Content">The content.</param>
internal sealed record UploadedFile(string Name, byte[] Content);

/// <summary>Reads the one file of a multipart body (RFC 7578).</summary>
internal static class FileUpload
{
    /// <summary>The field that holds the file.</summary>
    public const string Field = "file";

    private const int MostFields = 20;
    private const int MaxBoundary = 200;

    /// <summary>Maximum size of a body: the largest file plus room for boundaries, headers and small fields.</summary>
    private const long MaxBody = EvaluatorOptions.MaxFileBytes + (64 * 1024);

    /// <summary>The file, or the problem.</summary>
    public static async Task<(UploadedFile? File, Problem? Problem)> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (null, Problem.UnsupportedMediaType("Send the CSV as multipart/form-data, in the field file (curl -F file=@backlog.csv)."));
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
        {
            return (null, Problem.BadRequest(
                "boundary_missing", $"The Content-Type header must name the boundary of the parts, in 1 to {MaxBoundary} characters."));
        }
        if (request.ContentLength > MaxBody) return (null, await TooLargeAsync(context));
        TimedBody.Allow(request, MaxBody);
        using var lease = context.RequestServices.GetRequiredService<BodyMemory>().Open(context);
        try
        {
            return await ReadPartsAsync(context, lease, new MultipartReader(boundary, request.Body));
        }
        catch (Exception exception) when (exception is InvalidDataException
            || (exception is IOException && exception is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested))
        {
            return (null, Problem.BadRequest("multipart_broken", "The body is not valid multipart/form-data: a part or the closing boundary is missing."));
        }
    }

    private static async Task<(UploadedFile? File, Problem? Problem)> ReadPartsAsync(HttpContext context, BodyLease lease, MultipartReader reader)
    {
        UploadedFile? file = null;
        var others = new List<string>();
        var left = MaxBody;
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            var (name, fileName) = NameOf(section);
            var (content, problem) = await ReceiveAsync(section.Body, left, lease, context.RequestAborted);
            if (problem is not null) return (null, problem);
            if (content is null || content.Length > EvaluatorOptions.MaxFileBytes) return (null, await TooLargeAsync(context));
            left -= content.Length;
            if (name != Field)
            {
                if (others.Count >= MostFields) return (null, Refuse("too_many_fields", $"The form has more than {MostFields} fields; only {Field} is read."));
                others.Add(name);
            }
            else if (file is not null)
            {
                return (null, Refuse("too_many_files", $"The form has more than one field named {Field}; send one file at a time."));
            }
            else
            {
                // Browsers send this if no file was chosen.
                if (fileName is "" && content.Length == 0) return (null, Refuse("file_missing", "No file was chosen."));
                file = new UploadedFile(ShownName(fileName), content);
            }
        }

        if (file is null) return (null, Missing(others));
        return file.Content.Length > 0
            ? (file, null)
            : (null, Refuse(
                "file_unreadable", "The file is empty: there is no line 1. It must contain a header line that names the columns, and at least one ticket."));
    }

    private static Problem Missing(List<string> others) => others.Count == 0
        ? Refuse("file_missing", $"The form is empty; send the CSV in the field {Field}.")
        : Refuse(
            "file_missing",
            $"The form has no field {Field}; it has {string.Join(", ", others.Select(name => $"\"{Shorten(name)}\""))}. Send the CSV in the field {Field}.");

    private static Problem Refuse(string code, string detail) => Problem.Invalid(code, detail, Field, detail);

    private static async Task<Problem> TooLargeAsync(HttpContext context)
    {
        await BodyBytes.DiscardAsync(context, 0);
        return Problem.FileTooLarge(EvaluatorOptions.MaxFileBytes);
    }

    private static (string Name, string? FileName) NameOf(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return ("", null);
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        return (HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), HeaderUtilities.RemoveQuotes(fileName).Value);
    }

    /// <summary>The content; null if it is too large, or with a problem if there is no memory for it at the moment.</summary>
    private static async Task<(byte[]? Content, Problem? Problem)> ReceiveAsync(Stream body, long most, BodyLease lease, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (content.Length + read > most) return (null, null);
            if (lease.Take(read) is { } problem) return (null, problem);
            content.Write(buffer, 0, read);
        }

        return (content.ToArray(), null);
    }

    /// <summary>The last part of the sent path, without invisible characters (controls and direction marks).</summary>
    private static string ShownName(string? sent)
    {
        const string unnamed = "backlog.csv";
        if (sent is null) return unnamed;
        var last = sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..];
        var visible = string.Concat(last.EnumerateRunes().Where(IsVisible).Select(rune => rune.ToString())).Trim();
        return visible.Trim('.').Length == 0 ? unnamed : Shorten(visible);
    }

    private static bool IsVisible(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.OtherNotAssigned);

    private static string Shorten(string name)
    {
        const int longest = 120;
        if (name.Length <= longest) return name;
        var cut = char.IsHighSurrogate(name[longest - 2]) ? longest - 2 : longest - 1;
        return name[..cut] + "…";
    }
}
