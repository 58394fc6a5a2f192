using System.Threading.Channels;
using Vindex.Storage;
using Vindex.Storage.Audit;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Records wrong passwords and codes in the audit log of the account's company. In the background: a response that waited for this would tell accounts that
/// exist from those that do not. The limits of signing in bound how many there are; past a queue of these, more are not recorded.
/// </summary>
internal sealed partial class RefusedSignIns(ISessionStore sessions, IAuditLog log, Audit audit, ILogger<RefusedSignIns> logger) : BackgroundService
{
    public const string Action = "session.refused";
    private const int MaxWaiting = 1000;

    private readonly Channel<(AuditEntry Entry, string UserId)> _waiting =
        Channel.CreateBounded<(AuditEntry Entry, string UserId)>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has a wrong password, or another wrong proof, for an account recorded.</summary>
    public void Add(User user, string by = "password") =>
        _waiting.Writer.TryWrite((audit.Refused("user:" + user.Id, Action, null, user.Id, ("email", user.Email), ("by", by)), user.Id));

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is { } rest) await rest.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (entry, userId) in _waiting.Reader.ReadAllAsync(stoppingToken)) await RecordAsync(entry, userId, stoppingToken);
    }

    private async Task RecordAsync(AuditEntry entry, string userId, CancellationToken cancellationToken)
    {
        try
        {
            var companies = await sessions.CompaniesOfAsync(userId, cancellationToken);
            await log.AddAsync(entry with { CompanyId = companies.Count > 0 ? companies[0].CompanyId : null }, cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A refused sign-in could not be recorded in the audit log")]
    private partial void LogFailed(Exception exception);
}
