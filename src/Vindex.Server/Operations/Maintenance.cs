using Vindex.Server.Operations.Backups;
using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;

namespace Vindex.Server.Operations;

/// <summary>Result of checking the store.</summary>
/// <param name="Clean">Whether no damage was found.</param>
/// <param name="Damage">The damage, one sentence each.</param>
internal sealed record CheckBody(bool Clean, IReadOnlyList<string> Damage);

/// <summary>Backup and check of a running server, for the commands of the same name.</summary>
internal static class Maintenance
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/admin/operations").WithTags("Operations").RequireLocalOperation();
        operations.MapPost("/backup", BackupAsync).WithName("backup").WithSummary("Backs up the store to a new file while the server keeps running");
        operations.MapPost("/folder-backup", AddAsync).WithName("folder_backup").WithSummary("Adds a backup to a folder and deletes the oldest ones");
        operations.MapPost("/check", CheckAsync).WithName("check").WithSummary("Checks the store for damage");
    }

    private static async Task<Ok<BackupBody>> BackupAsync(HttpContext context, Body<BackupRequestBody> body, BackupService backups) =>
        body.Problem is { } problem ? problem : (await backups.WriteAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(backup => backup);

    private static async Task<Ok<BackupBody>> AddAsync(HttpContext context, Body<FolderBackupRequestBody> body, BackupService backups) =>
        body.Problem is { } problem ? problem : (await backups.AddAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(backup => backup);

    private static async Task<Ok<CheckBody>> CheckAsync(HttpContext context, IStore store)
    {
        var damage = await store.CheckAsync(context.RequestAborted);
        return new CheckBody(damage.Count == 0, damage);
    }
}
