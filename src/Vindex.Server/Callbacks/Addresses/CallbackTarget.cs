namespace Vindex.Server.Callbacks.Addresses;

/// <summary>Whether callbacks may go to a URL.</summary>
internal abstract record TargetVerdict
{
    private TargetVerdict()
    {
    }

    /// <summary>They may.</summary>
    /// <param name="Url">The URL to keep: host in lower case and without a trailing dot.</param>
    internal sealed record Allowed(Uri Url) : TargetVerdict;

    /// <summary>They may not.</summary>
    /// <param name="Kind">What is wrong with it.</param>
    /// <param name="Reason">A sentence for the person who wrote the URL.</param>
    internal sealed record Refused(TargetRefusal Kind, string Reason) : TargetVerdict;
}

/// <summary>Checks the URL of a callback when somebody asks for it: at registration, when it is changed, and for the <c>webhook.url</c> of a request.</summary>
/// <param name="guard">Resolves and judges the host.</param>
/// <param name="allowHttp">True where plain http is accepted, which is in development.</param>
internal sealed class CallbackTarget(AddressGuard guard, bool allowHttp)
{
    /// <summary>Checks a URL: its form, then every address that its host has now.</summary>
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
            HostVerdict.NotFound missing => new TargetVerdict.Refused(TargetRefusal.Unresolved, missing.Reason),
            _ => new TargetVerdict.Allowed(target),
        };
    }
}
