namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Whether a URL is an allowed callback target.</summary>
internal abstract record TargetVerdict
{
    private TargetVerdict()
    {
    }

    /// <summary>Allowed.</summary>
    /// <param name="Url">The normalized URL: host in lower case and without a trailing dot.</param>
    internal sealed record Allowed(Uri Url) : TargetVerdict;

    /// <summary>Not allowed.</summary>
    /// <param name="Kind">What is wrong with it.</param>
    /// <param name="Reason">A message for the user.</param>
    internal sealed record Refused(TargetRefusal Kind, string Reason) : TargetVerdict;
}

/// <summary>Checks callback URLs at registration, when they are changed, and in the <c>webhook.url</c> of a request.</summary>
/// <param name="guard">Resolves and checks the host.</param>
/// <param name="allowHttp">Whether plain http is accepted, for development.</param>
internal sealed class CallbackTarget(AddressGuard guard, bool allowHttp)
{
    /// <summary>Checks a URL: its syntax, then every current address of its host.</summary>
    public async Task<TargetVerdict> CheckAsync(string url, CancellationToken cancellationToken)
    {
        var reading = TargetUrl.Read(url, allowHttp);
        if (reading is not UrlReading.Read { Url: var target })
        {
            var unreadable = (UrlReading.Refused)reading;
            return new TargetVerdict.Refused(unreadable.Kind, unreadable.Reason);
        }

        return await guard.JudgeAsync(target.IdnHost, cancellationToken) switch
        {
            HostVerdict.Refused refused => new TargetVerdict.Refused(TargetRefusal.Address, refused.Reason),
            HostVerdict.NotFound missing => new TargetVerdict.Refused(TargetRefusal.Address, missing.Reason),
            _ => new TargetVerdict.Allowed(target),
        };
    }
}
