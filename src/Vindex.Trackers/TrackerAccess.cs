namespace Vindex.Trackers;

/// <summary>How to reach a tracker and sign in.</summary>
/// <param name="BaseAddress">
/// The address of the site or API, for example <c>https://acme.atlassian.net</c>, <c>https://api.github.com</c>, <c>https://gitlab.example.com</c>,
/// <c>https://dev.azure.com/acme</c> or <c>https://api.linear.app</c>.
/// </param>
/// <param name="Credential">The credential.</param>
public sealed record TrackerAccess(Uri BaseAddress, TrackerCredential Credential);

/// <summary>A credential. Its text never contains a secret.</summary>
public abstract record TrackerCredential
{
    private TrackerCredential()
    {
    }

    /// <summary>A token sent as a bearer token, or in the header that the tracker has for it.</summary>
    /// <param name="Value">The token.</param>
    public sealed record Token(string Value) : TrackerCredential
    {
        /// <inheritdoc/>
        public override string ToString() => "token";
    }

    /// <summary>A user with a token as password: Jira Cloud's e-mail address and API token.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Value">The token.</param>
    public sealed record UserToken(string User, string Value) : TrackerCredential
    {
        /// <inheritdoc/>
        public override string ToString() => "user and token";
    }

    /// <summary>A GitHub App's installation.</summary>
    /// <param name="AppId">The app's id or client id.</param>
    /// <param name="InstallationId">The id of its installation.</param>
    /// <param name="PrivateKey">Its private key, PEM.</param>
    public sealed record App(string AppId, string InstallationId, string PrivateKey) : TrackerCredential
    {
        /// <inheritdoc/>
        public override string ToString() => "app";
    }
}

/// <summary>Who the credentials belong to.</summary>
/// <param name="Id">The account's permanent id, by which own changes are recognized.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="MissingPermissions">Permissions that reading needs and the tracker says are missing, as the tracker calls them.</param>
/// <param name="MissingToWrite">The same for writing back.</param>
public sealed record TrackerIdentity(string Id, string Name, IReadOnlyList<string> MissingPermissions, IReadOnlyList<string> MissingToWrite);

/// <summary>What a tracker's API can do.</summary>
/// <param name="RegistersHooks">It registers webhooks by its API.</param>
/// <param name="HasFields">Issues have fields to which a number can be written.</param>
/// <param name="HasQueries">It has a query language for <see cref="IssueSelection.Query"/>.</param>
/// <param name="HasApp">An app's installation can sign in.</param>
/// <param name="NeedsUser">A token needs the user it belongs to.</param>
/// <param name="DefaultAddress">The address where most installations are; null where each has its own.</param>
public sealed record TrackerAbilities(bool RegistersHooks, bool HasFields, bool HasQueries, bool HasApp, bool NeedsUser, Uri? DefaultAddress);
