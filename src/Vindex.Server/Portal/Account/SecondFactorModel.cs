namespace Vindex.Server.Portal.Account;

/// <summary>The page of one's own second factor.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Email">E-mail address of the account, for password managers.</param>
/// <param name="IsRequired">Whether nothing else can be opened before it is set up.</param>
public sealed record SecondFactorModel(PortalFrame Frame, string Email, bool IsRequired)
{
    /// <summary>The second factor that is on; null if it is off.</summary>
    public SecondFactorState? State { get; init; }

    /// <summary>The secret that waits for its first code; null if there is none.</summary>
    public SecondFactorSecret? Secret { get; init; }

    /// <summary>Recovery codes to show once; null for none.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>Message about the last action; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>Error message; null for none.</summary>
    public string? Error { get; init; }
}

/// <summary>A second factor that is on.</summary>
/// <param name="Since">When it was turned on.</param>
/// <param name="RecoveryCodes">The number of unused recovery codes.</param>
public sealed record SecondFactorState(DateTimeOffset Since, int RecoveryCodes);

/// <summary>A secret to add to an authenticator app.</summary>
/// <param name="Key">To type, in groups of four.</param>
/// <param name="Uri">To open on the device with the app.</param>
public sealed record SecondFactorSecret(string Key, string Uri);
