using Microsoft.AspNetCore.Identity;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.Passwords;

/// <summary>
/// Hashes passwords with Identity's hasher (PBKDF2 with HMAC-SHA512, one salt each). A hash deliberately takes tens of milliseconds of processor time, so only
/// a few are computed at the same time: a flood of sign-ins must not block everything else.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    // OWASP, Password Storage Cheat Sheet, 2023: PBKDF2-HMAC-SHA512.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobodys;

    public PasswordHashing(Randomness randomness)
    {
        var text = Convert.ToHexString(randomness.Bytes(32));
        _nobodys = new Lazy<string>(() => _hasher.HashPassword("", text));
    }

    public Task<string> HashAsync(
        string password, CancellationToken cancellationToken) => RunAsync(() => _hasher.HashPassword("", password), cancellationToken);

    /// <summary>Whether it is that account's password. Without an account or a password, takes the same time and returns false.</summary>
    public async Task<PasswordMatch> VerifyAsync(User? user, string password, CancellationToken cancellationToken)
    {
        if (user is { HasPassword: false }) user = null;
        var result = await RunAsync(() => _hasher.VerifyHashedPassword("", user?.PasswordHash ?? _nobodys.Value, password), cancellationToken);
        if (user is null || result == PasswordVerificationResult.Failed) return PasswordMatch.No;
        return result == PasswordVerificationResult.SuccessRehashNeeded ? PasswordMatch.YesButHashedWeakly : PasswordMatch.Yes;
    }

    public void Dispose() => _atOnce.Dispose();

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, CancellationToken.None);
        }
        finally
        {
            _atOnce.Release();
        }
    }
}

/// <summary>The result of checking a password.</summary>
internal enum PasswordMatch
{
    /// <summary>Wrong.</summary>
    No,

    /// <summary>Correct.</summary>
    Yes,

    /// <summary>Correct, but should be hashed again, because the stored hash has fewer iterations.</summary>
    YesButHashedWeakly,
}
