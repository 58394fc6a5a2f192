using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;

namespace Vindex.Server.Operations;

/// <summary>Where to write the backup.</summary>
/// <param name="File">Absolute path on the server's machine; the file must not exist.</param>
internal sealed record BackupRequestBody(string File);

/// <summary>A finished backup.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Bytes">Size.</param>
internal sealed record BackupBody(string File, long Bytes);

/// <summary>Result of checking the store.</summary>
/// <param name="Clean">Whether no damage was found.</param>
/// <param name="Damage">The damage, one sentence each.</param>
internal sealed record CheckBody(bool Clean, IReadOnlyList<string> Damage);

/// <summary>Backup and check of a running server, for the commands of the same name.</summary>
internal static class Maintenance
{
    private const int MaxPath = 4096;

    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/admin/operations").WithTags("Operations").RequireLocalOperation();
        operations.MapPost("/backup", BackupAsync).WithName("backup").WithSummary("Backs up the store to a new file while the server keeps running")
            .Accepts<BackupRequestBody>(JsonAnswer.ContentType).Produces<BackupBody>();
        operations.MapPost("/check", CheckAsync).WithName("check").WithSummary("Checks the store for damage").Produces<CheckBody>();
    }

    private static async Task<IResult> BackupAsync(HttpContext context, IStore store, Audit audit)
    {
        var (body, problem) = await RequestBody.ReadAsync(context);
        if (body is null) return problem!;
        using (body)
        {
            var errors = new FieldErrors();
            var file = JsonFields.Of(body.Root, errors).Text("file", MaxPath, required: true);
            if (file is not null && !Path.IsPathFullyQualified(file)) errors.Add("file", "must be an absolute path, because the server has a different working directory");
            else if (file is not null && File.Exists(file)) errors.Add("file", "already exists; choose another file");
            if (errors.Any) return Problem.Invalid(errors);
            try
            {
                await store.BackupAsync(file!, context.RequestAborted);
            }
            catch (Exception exception) when (exception is StoreUnavailableException or UnauthorizedAccessException)
            {
                return Problem.Invalid("backup_refused", exception.Message, "file", exception.Message);
            }

            await store.Audit.AddAsync(audit.Entry(context.Caller(), "store.backed_up", null, null), context.RequestAborted);
            return JsonAnswer.Ok(new BackupBody(file!, new FileInfo(file!).Length), OperationsJson.Shared.BackupBody);
        }
    }

    private static async Task<IResult> CheckAsync(HttpContext context, IStore store)
    {
        var damage = await store.CheckAsync(context.RequestAborted);
        return JsonAnswer.Ok(new CheckBody(damage.Count == 0, damage), OperationsJson.Shared.CheckBody);
    }
}
