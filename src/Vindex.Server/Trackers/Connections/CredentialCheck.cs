using Vindex.Server.Callbacks.Addresses;
using Vindex.Trackers;

namespace Vindex.Server.Trackers.Connections;

/// <summary>A credential as it was sent.</summary>
/// <param name="Token">The token.</param>
/// <param name="User">Its user.</param>
/// <param name="AppId">The app.</param>
/// <param name="InstallationId">The app's installation.</param>
/// <param name="PrivateKey">The app's key.</param>
internal sealed record SentCredential(string? Token, string? User, string? AppId, string? InstallationId, string? PrivateKey)
{
    /// <summary>Whether anything was sent.</summary>
    public bool IsGiven => Token is not null || User is not null || AppId is not null || InstallationId is not null || PrivateKey is not null;

    /// <summary>The credential for a product; null after adding what is missing to the errors.</summary>
    public TrackerCredential? Read(TrackerAbilities abilities, FieldErrors errors)
    {
        if (AppId is not null || InstallationId is not null || PrivateKey is not null)
        {
            if (!abilities.HasApp) errors.Add("app_id", "is not possible with this product; send a token");
            if (AppId is null) errors.Add("app_id", "is required to sign in as an app");
            if (InstallationId is null) errors.Add("installation_id", "is required to sign in as an app");
            if (PrivateKey is null) errors.Add("private_key", "is required to sign in as an app");
            return errors.Any ? null : new TrackerCredential.App(AppId!, InstallationId!, PrivateKey!);
        }

        if (Token is null) errors.Add("token", "is required");
        if (abilities.NeedsUser && User is null) errors.Add("user", "is required: the e-mail address of the account that the token belongs to");
        if (errors.Any) return null;
        return User is null ? new TrackerCredential.Token(Token!) : new TrackerCredential.UserToken(User, Token!);
    }

    /// <inheritdoc/>
    public override string ToString() => "credential";
}

/// <summary>A connection that was tried.</summary>
/// <param name="Access">Address and credential.</param>
/// <param name="Identity">Who signed in.</param>
internal sealed record CheckedAccess(TrackerAccess Access, TrackerIdentity Identity);

/// <summary>Tries addresses and credentials before they are stored, so that a connection that cannot work is not saved.</summary>
internal sealed class CredentialCheck(IOptions<TrackerOptions> options, TimeProvider time)
{
    /// <summary>Signs in; null after adding what is wrong to the errors.</summary>
    /// <param name="tracker">The product.</param>
    /// <param name="baseAddress">The address; null for the usual one.</param>
    /// <param name="sent">The credential.</param>
    /// <param name="errors">Errors by field.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CheckedAccess?> TryAsync(
        ITracker tracker, string? baseAddress, SentCredential sent, FieldErrors errors, CancellationToken cancellationToken)
    {
        var credential = sent.Read(tracker.Abilities, errors);
        var address = baseAddress ?? tracker.Abilities.DefaultAddress?.AbsoluteUri;
        if (address is null) errors.Add("base_address", "is required: the address of your site");
        if (errors.Any) return null;
        var target = new CallbackTarget(TrackerProducts.Guard(options.Value, time), options.Value.AllowHttp);
        var verdict = await target.CheckAsync(address!, cancellationToken);
        if (verdict is TargetVerdict.Refused refused)
        {
            errors.Add("base_address", Sentence(refused.Reason));
            return null;
        }

        var access = new TrackerAccess(((TargetVerdict.Allowed)verdict).Url, credential!);
        try
        {
            var identity = await tracker.CheckAsync(access, cancellationToken);
            if (identity.MissingPermissions.Count == 0) return new CheckedAccess(access, identity);
            errors.Add(FieldOf(credential!), $"lacks permissions: {string.Join(", ", identity.MissingPermissions)}");
        }
        catch (TrackerException exception)
        {
            var field = exception.Failure is TrackerFailure.Unauthorized or TrackerFailure.Forbidden ? FieldOf(credential!) : "base_address";
            errors.Add(field, exception.Message);
        }

        return null;
    }

    private static string FieldOf(TrackerCredential credential) => credential is TrackerCredential.App ? "private_key" : "token";

    private static string Sentence(string reason) => char.ToLowerInvariant(reason[0]) + reason[1..];
}
