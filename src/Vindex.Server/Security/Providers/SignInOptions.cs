namespace Vindex.Server.Security.Providers;

/// <summary>How people sign in: the section <c>SignIn</c>.</summary>
internal sealed record SignInOptions
{
    /// <summary>Whether people can sign in with an e-mail address and a password.</summary>
    public required bool LocalAccounts { get; init; }

    /// <summary>Whether everyone who signs in with a password needs a second factor; companies can require it themselves.</summary>
    public required bool RequireSecondFactor { get; init; }

    /// <summary>A section of its own: <see cref="SignInProviders"/>. The binder would otherwise refuse it as unknown.</summary>
    internal static object? Providers => null;
}
