using System.Security.Cryptography;
using System.Text;
using Vindex.Server.Security.Sessions;
using Vindex.Storage.Users;

namespace Vindex.Server.Security.SecondFactors;

/// <summary>What the right password, or a link, leads to.</summary>
internal abstract record SignInStep
{
    private SignInStep()
    {
    }

    /// <summary>A session.</summary>
    public sealed record Started(SignedIn SignedIn) : SignInStep;

    /// <summary>The account has a second factor, so a code has to follow.</summary>
    public sealed record CodeNeeded(PendingSignIn Pending) : SignInStep;
}

/// <summary>A sign-in that waits for a code.</summary>
/// <param name="UserId">The account.</param>
/// <param name="PasswordMark">A hash of the stored password, so that a new password ends sign-ins that began with the old one.</param>
/// <param name="CompanyId">The company to open; null for the account's first.</param>
/// <param name="Reason">How it began, for the audit log: <c>password</c>, <c>invitation</c> or <c>reset</c>.</param>
/// <param name="ExpiresAt">From when on the code is refused.</param>
internal sealed record PendingSignIn(string UserId, string PasswordMark, string? CompanyId, string Reason, DateTimeOffset ExpiresAt)
{
    /// <summary>How long a sign-in waits for its code.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the account still has the password that the sign-in began with.</summary>
    public bool IsOf(User user) => user.Id == UserId && MarkOf(user) == PasswordMark;

    /// <summary>The mark of an account's present password.</summary>
    public static string MarkOf(User user) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id} {user.PasswordHash}")));
}
