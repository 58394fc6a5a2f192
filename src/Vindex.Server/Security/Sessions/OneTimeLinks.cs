using Vindex.Storage;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Sessions;

/// <summary>Makes links that invite, and links that set a new password. Each works once; the server sends no mail, so whoever asks for one passes it on.</summary>
internal sealed class OneTimeLinks(IStore store, TimeProvider time, Randomness randomness, Ids ids, Audit audit, WebSessionOptions options)
{
    /// <summary>A link, for as long as it is good.</summary>
    internal sealed record Made(string Path, DateTimeOffset ExpiresAt);

    /// <summary>Invites; null with why not.</summary>
    public async Task<(Made? Link, InvitationAdded Outcome, string Id)> InviteAsync(string actor, string email, Grant grant, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var invitation = new Invitation(
            "in_" + ids.TimeOrdered(), SecretToken.Hash(token)!, email, grant, time.GetUtcNow(), time.GetUtcNow() + options.InvitationLifetime);
        var entry = audit.Entry(
            actor,
            "user.invited",
            grant.CompanyId,
            invitation.Id,
            [("email", email), .. grant.Role is { } role ? [("role", RoleNames.Of(role))] : Array.Empty<(string, string?)>(), .. grant.IsAdmin ? [("admin", "true")] : Array.Empty<(string, string?)>()]);
        var outcome = await store.Links.InviteAsync(invitation, entry, cancellationToken);
        return (outcome == InvitationAdded.Added ? new Made("/invitation/" + token, invitation.ExpiresAt) : null, outcome, invitation.Id);
    }

    /// <summary>A new link for an invitation, in place of the one before; null when the company has no such invitation.</summary>
    public async Task<Made?> RenewAsync(string actor, string companyId, string invitationId, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var expiresAt = time.GetUtcNow() + options.InvitationLifetime;
        var entry = audit.Entry(actor, "invitation.renewed", companyId, invitationId);
        var renewed = await store.Links.RenewInvitationAsync(companyId, invitationId, SecretToken.Hash(token)!, expiresAt, entry, cancellationToken);
        return renewed ? new Made("/invitation/" + token, expiresAt) : null;
    }

    /// <summary>A link to set a new password; null when the account is gone.</summary>
    /// <param name="actor">Who asks, for the audit log.</param>
    /// <param name="user">Whose password.</param>
    /// <param name="auditCompanyId">The company in whose audit log it stands; null for none.</param>
    /// <param name="onlyIn">The company that the account must belong to, and to no other, when the link is used; null for no such limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Made?> ResetAsync(string actor, User user, string? auditCompanyId, string? onlyIn, CancellationToken cancellationToken)
    {
        var token = SecretToken.Create(randomness);
        var reset = new PasswordReset(SecretToken.Hash(token)!, user.Id, onlyIn, time.GetUtcNow(), time.GetUtcNow() + options.ResetLifetime);
        var entry = audit.Entry(actor, "user.reset", auditCompanyId, user.Id, ("email", user.Email));
        return await store.Links.AddResetAsync(reset, entry, cancellationToken) ? new Made("/reset/" + token, reset.ExpiresAt) : null;
    }

    /// <summary>A link as whoever made the request reaches it.</summary>
    public string Absolute(HttpRequest request, Made link) =>
        (options.PublicUrl?.ToString().TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}") + link.Path;
}
