using Vindex.Server.Alerts.Sending;
using Vindex.Server.Callbacks.Addresses;

namespace Vindex.Server.Alerts.Channels;

/// <summary>An address as it is stored.</summary>
/// <param name="Box">Encrypted.</param>
/// <param name="Shown">Masked.</param>
internal sealed record SealedTarget(byte[] Box, string Shown);

/// <summary>Checks and encrypts the addresses of channels.</summary>
internal sealed class ChannelTargets(ChannelSeal seal, CallbackTarget targets, MailSender mail)
{
    /// <summary>Whether e-mail can be sent.</summary>
    public bool HasMail => mail.IsOn;

    /// <summary>An address, encrypted; null with an error if it cannot be one of that kind.</summary>
    public async Task<SealedTarget?> SealAsync(string kind, string target, FieldErrors errors, CancellationToken cancellationToken)
    {
        var (accepted, problem) = kind == ChannelKind.Email
            ? (target, ChannelAddresses.Problem(target))
            : await targets.CheckAsync(target, cancellationToken) switch
            {
                TargetVerdict.Allowed allowed => (allowed.Url.AbsoluteUri, null),
                TargetVerdict.Refused refused => (target, refused.Reason),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        if (problem is null) return new SealedTarget(seal.Seal(accepted), ChannelAddresses.Masked(kind, accepted));
        errors.Add("target", problem);
        return null;
    }
}
