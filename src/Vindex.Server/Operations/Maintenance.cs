using Vindex.Server.Security;
using Vindex.Server.Web;
using Vindex.Server.Web.Bodies;
using Vindex.Storage;

namespace Vindex.Server.Operations;

/// <summary>Where to write the backup.</summary>
/// <param name="File">Absolute path on the server's machine; the file must not exist.</param>
internal sealed record BackupRequestBody([AbsolutePath] string File);

/// <summary>A finished backup.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Bytes">Size.</param>
internal sealed record BackupBody(string File, long Bytes);

/// <summary>Result of checking the store.</summary>
/// <param name="Clean">Whether no damage was found.</param>
/// <param name="Damage">The damage, one sentence each.</param>
internal sealed record CheckBody(bool Clean, IReadOnlyList<string> Damage);

/// <summary>An absolute path on the server's machine.</summary>
internal sealed class AbsolutePathAttribute() : TextAttribute(4096)
{
    public override IEnumerable<string> Check(object value)
    {
        foreach (var error in base.Check(value)) yield return error;
        if (!Path.IsPathFullyQualified((string)value)) yield return "must be an absolute path, because the server has a different working directory";
    }
}

/// <summary>Backup and check of a running server.</summary>
internal sealed class MaintenanceService(IStore store, Audit audit)
{
    /// <summary>Writes a consistent copy of the store to a new file.</summary>
    public async Task<Outcome<BackupBody>> BackupAsync(Caller caller, Input<BackupRequestBody> input, CancellationToken cancellationToken)
    {
        var file = input.Value.File;
        if (!input.Errors.Has("file") && File.Exists(file)) input.Errors.Add("file", "already exists; choose another file");
        if (input.Errors.Any) return new Refusal.Invalid(input.Errors);
        try
        {
            await store.BackupAsync(file, cancellationToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or UnauthorizedAccessException)
        {
            return Refusal.Field("backup_refused", exception.Message, "file", exception.Message);
        }

        await store.Audit.AddAsync(audit.Entry(caller, "store.backed_up", null, null), cancellationToken);
        return new BackupBody(file, new FileInfo(file).Length);
    }

    /// <summary>Checks the store for damage.</summary>
    public async Task<CheckBody> CheckAsync(CancellationToken cancellationToken)
    {
        var damage = await store.CheckAsync(cancellationToken);
        return new CheckBody(damage.Count == 0, damage);
    }
}

/// <summary>Backup and check of a running server, for the commands of the same name.</summary>
internal static class Maintenance
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapGroup("/admin/operations").WithTags("Operations").RequireLocalOperation();
        operations.MapPost("/backup", BackupAsync).WithName("backup").WithSummary("Backs up the store to a new file while the server keeps running");
        operations.MapPost("/check", CheckAsync).WithName("check").WithSummary("Checks the store for damage");
    }

    private static async Task<Ok<BackupBody>> BackupAsync(HttpContext context, Body<BackupRequestBody> body, MaintenanceService maintenance) =>
        body.Problem is { } problem ? problem : (await maintenance.BackupAsync(context.Caller(), body.Input, context.RequestAborted)).ToOk(backup => backup);

    private static async Task<Ok<CheckBody>> CheckAsync(
        HttpContext context, MaintenanceService maintenance) => await maintenance.CheckAsync(context.RequestAborted);
}
