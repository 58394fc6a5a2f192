using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>Creates invitation and password reset links. Each works once; the server sends no e-mail, so the requesting user passes it on.</summary>
internal sealed class OneTimeLinks(
    ILinkStore store, TimeProvider time, Randomness randomness, Ids ids, Audit audit, IOptions<WebSessionOptions> options, PublicAddress address)
{
    /// <summary>A valid link.</summary>
    internal sealed record Made(string Path, DateTimeOffset ExpiresAt);

    /// <summary>Invites a person; null and a reason if that is not possible.</summary>
    public async Task<(Made? Link, InvitationAdded Outcome, string Id)> InviteAsync(
        string actor, string email, Grant grant, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var invitation = new Invitation(
            "in_" + ids.TimeOrdered(), SecretToken.Hash(token)!, email, grant, time.GetUtcNow(), time.GetUtcNow() + options.Value.InvitationLifetime);
        var entry = audit.Entry(
            actor,
            "user.invited",
            grant.CompanyId,
            invitation.Id,
            [
                ("email", email), .. grant.Role is { } role ? [("role", RoleNames.Of(role))] : Array.Empty<(string, string?)>(),
                .. grant.TeamIds.Count > 0 ? [("teams", string.Join(' ', grant.TeamIds))] : Array.Empty<(string, string?)>(),
                .. grant.IsAdmin ? [("admin", "true")] : Array.Empty<(string, string?)>()
            ]);
        var outcome = await store.InviteAsync(invitation, entry, cancellationToken);
        return (outcome == InvitationAdded.Added ? new Made("/invitation/" + token, invitation.ExpiresAt) : null, outcome, invitation.Id);
    }

    /// <summary>A new link for an invitation, which replaces the previous one; null if there is no such invitation.</summary>
    public async Task<Made?> RenewAsync(string actor, string companyId, string invitationId, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var expiresAt = time.GetUtcNow() + options.Value.InvitationLifetime;
        var entry = audit.Entry(actor, "invitation.renewed", companyId, invitationId);
        var renewed = await store.RenewInvitationAsync(companyId, invitationId, SecretToken.Hash(token)!, expiresAt, entry, cancellationToken);
        return renewed ? new Made("/invitation/" + token, expiresAt) : null;
    }

    /// <summary>A password reset link; null if the account no longer exists.</summary>
    /// <param name="actor">The actor for the audit log.</param>
    /// <param name="user">The account.</param>
    /// <param name="auditCompanyId">The company for the audit entry; null for none.</param>
    /// <param name="onlyIn">The only company that the account may belong to when the link is used; null for no restriction.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<Made?> ResetAsync(string actor, User user, string? auditCompanyId, string? onlyIn, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var reset = new PasswordReset(SecretToken.Hash(token)!, user.Id, onlyIn, time.GetUtcNow(), time.GetUtcNow() + options.Value.ResetLifetime);
        var entry = audit.Entry(actor, "user.reset", auditCompanyId, user.Id, ("email", user.Email));
        return await store.AddResetAsync(reset, entry, cancellationToken) ? new Made("/reset/" + token, reset.ExpiresAt) : null;
    }

    /// <summary>A link with the server's public address.</summary>
    public string Absolute(Made link) => address.Of(link.Path);
}
