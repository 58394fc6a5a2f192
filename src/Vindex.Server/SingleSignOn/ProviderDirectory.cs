using System.Collections.Concurrent;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vindex.Server.Security.Providers;

namespace Vindex.Server.SingleSignOn;

/// <summary>
/// The discovery documents of providers with their keys. A document is read again after an hour, and at most once a minute when a token has a key that it does
/// not have: keys rotate, and made-up ones must not make this server ask all the time. If reading it again fails, the present one stays for a day.
/// </summary>
internal sealed class ProviderDirectory(ProviderClient client, TimeProvider time) : IDisposable
{
    private const string WellKnown = "/.well-known/openid-configuration";
    private static readonly TimeSpan s_fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_betweenReads = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_betweenFailures = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>A provider's document.</summary>
    /// <exception cref="ProviderFailedException">It cannot be read, or is not this provider's.</exception>
    public Task<OpenIdConnectConfiguration> FindAsync(SignInProvider provider, CancellationToken cancellationToken) =>
        FindAsync(provider, age => age < s_fresh, cancellationToken);

    /// <summary>The document after a token had an unknown key; the same one if it was read a moment ago.</summary>
    /// <exception cref="ProviderFailedException">It cannot be read, or is not this provider's.</exception>
    public Task<OpenIdConnectConfiguration> FindNewerAsync(SignInProvider provider, CancellationToken cancellationToken) =>
        FindAsync(provider, age => age < s_betweenReads, cancellationToken);

    public void Dispose()
    {
        foreach (var entry in _entries.Values) entry.Turn.Dispose();
    }

    private async Task<OpenIdConnectConfiguration> FindAsync(SignInProvider provider, Func<TimeSpan, bool> suffices, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(provider.Name, _ => new Entry());
        await entry.Turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (entry.Document is { } present && (suffices(now - entry.ReadAt) || now - entry.FailedAt < s_betweenFailures)) return present;
            if (entry.Document is null && now - entry.FailedAt < s_betweenFailures) throw new ProviderFailedException("it did not answer a moment ago");
            try
            {
                entry.Document = await ReadAsync(provider, cancellationToken);
                entry.ReadAt = now;
            }
            catch (ProviderFailedException)
            {
                entry.FailedAt = now;
                if (entry.Document is null || now - entry.ReadAt >= s_kept) throw;
            }

            return entry.Document;
        }
        finally
        {
            entry.Turn.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(SignInProvider provider, CancellationToken cancellationToken)
    {
        OpenIdConnectConfiguration document;
        try
        {
            document = await OpenIdConnectConfigurationRetriever.GetAsync(
                provider.Issuer.TrimEnd('/') + WellKnown, client.DocumentsOf(provider), cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ProviderFailedException))
        {
            // The library throws exceptions of many types for documents that it cannot read.
            throw new ProviderFailedException("the discovery document or the key set cannot be read", exception);
        }

        // OpenID Connect Discovery 1.0, 4.3. Without this, one provider could pose as another.
        if (document.Issuer != provider.Issuer)
            throw new ProviderFailedException($"the discovery document is of the issuer \"{document.Issuer}\", but the settings name \"{provider.Issuer}\"");
        if (string.IsNullOrEmpty(document.AuthorizationEndpoint) || string.IsNullOrEmpty(document.TokenEndpoint))
            throw new ProviderFailedException("the discovery document has no authorization endpoint or no token endpoint");
        if (document.SigningKeys.Count == 0) throw new ProviderFailedException("the key set has no key for signatures");
        return document;
    }

    private sealed class Entry
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public OpenIdConnectConfiguration? Document { get; set; }

        public DateTimeOffset ReadAt { get; set; }

        public DateTimeOffset FailedAt { get; set; }
    }
}
