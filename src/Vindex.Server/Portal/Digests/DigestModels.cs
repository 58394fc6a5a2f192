using Vindex.Server.Alerts.Digests;
using Vindex.Server.Portal.Forms;

namespace Vindex.Server.Portal.Digests;

/// <summary>The page on which a reader's digest is set up.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Title">Whose digest it is.</param>
/// <param name="Back">The page before, with its name.</param>
/// <param name="Address">Address of the page, where its form is sent.</param>
/// <param name="Values">What the fields have before anything is typed.</param>
/// <param name="Form">State of the form.</param>
public sealed record DigestModel(
    PortalFrame Frame, string Title, (string Href, string Text) Back, string Address, IReadOnlyDictionary<string, string> Values, FormState Form)
{
    /// <summary>Whether the language is chosen here; channels have their own.</summary>
    public bool HasLanguage { get; init; }

    /// <summary>When the next one is sent; null if it is off.</summary>
    public Moment? Next { get; init; }

    /// <summary>Whether there is a digest to send a test of.</summary>
    public bool CanSend { get; init; }

    /// <summary>The page of the last issue; null if there is none.</summary>
    public string? Last { get; init; }

    /// <summary>What the digest would say; null if no preview was asked for.</summary>
    public DigestLetter? Preview { get; init; }

    /// <summary>A message of the last action; null for none.</summary>
    public string? Message { get; init; }
}

/// <summary>The page of an issue.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Letter">What it says, with links within the portal.</param>
public sealed record DigestIssueModel(PortalFrame Frame, DigestLetter Letter);

/// <summary>A ticket of an action.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="Score">Its overall score.</param>
/// <param name="Href">Its page.</param>
public sealed record DigestTicket(string Key, string Title, string Score, string Href);

/// <summary>The tickets of an action.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Text">What to do.</param>
/// <param name="Detail">In how many tickets, and what it adds.</param>
/// <param name="Issue">The page of the issue.</param>
/// <param name="Tickets">The tickets of this page.</param>
/// <param name="Next">The next page; null on the last.</param>
public sealed record DigestActionModel(PortalFrame Frame, string Text, string Detail, string Issue, IReadOnlyList<DigestTicket> Tickets, string? Next);

/// <summary>The page that switches a digest off. It shows nothing of it.</summary>
/// <param name="IsDone">Whether it is off.</param>
public sealed record UnsubscribeModel(bool IsDone);
