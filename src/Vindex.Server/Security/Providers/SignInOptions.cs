namespace Vindex.Server.Security.Providers;

/// <summary>How people sign in: the section <c>SignIn</c>.</summary>
internal sealed record SignInOptions
{
    /// <summary>Whether people can sign in with an e-mail address and a password.</summary>
    public required bool LocalAccounts { get; init; }

    /// <summary>A section of its own: <see cref="SignInProviders"/>. The binder would otherwise refuse it as unknown.</summary>
    internal static object? Providers => null;
}
