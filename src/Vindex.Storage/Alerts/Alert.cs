namespace Vindex.Storage.Alerts;

/// <summary>A rule that watches a figure of a company.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Creator">Who created it, as in the audit log.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rule">What it watches: JSON, opaque to the store.</param>
/// <param name="State">What its last evaluation left: JSON, opaque to the store.</param>
/// <param name="DueAt">When it is to be evaluated next; null while it is switched off.</param>
/// <param name="Version">Goes up with every change and every evaluation.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ChangedAt">When a person last changed it.</param>
public sealed record Alert(
    string Id,
    string CompanyId,
    string Creator,
    string Name,
    string Rule,
    string State,
    DateTimeOffset? DueAt,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt);

/// <summary>A change of level of an alert.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AlertId">The alert.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="At">The instant of the evaluation.</param>
/// <param name="Detail">Levels, figure and tickets: JSON, opaque to the store.</param>
public sealed record AlertEvent(string Id, string AlertId, string CompanyId, DateTimeOffset At, string Detail);

/// <summary>The result of evaluating an alert at its due time.</summary>
/// <param name="Before">The alert as it was read.</param>
/// <param name="State">The state that the evaluation left.</param>
/// <param name="DueAt">When it is due next.</param>
public sealed record AlertStep(Alert Before, string State, DateTimeOffset DueAt)
{
    /// <summary>The change of level; null for none.</summary>
    public AlertEvent? Event { get; init; }

    /// <summary>The messages to send about it. Those to channels that no longer exist are left out.</summary>
    public IReadOnlyList<NewAlertMessage> Messages { get; init; } = [];
}

/// <summary>Where messages about alerts go.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Slack, e-mail, …, opaque to the store.</param>
/// <param name="Target">The address, encrypted.</param>
/// <param name="Shown">The address as it is shown, masked.</param>
/// <param name="HasTitles">Whether messages have the titles of tickets.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record AlertChannel(
    string Id, string CompanyId, string Name, string Kind, byte[] Target, string Shown, bool HasTitles, DateTimeOffset CreatedAt)
{
    /// <summary>The language of messages: a tag (BCP 47), opaque to the store.</summary>
    public string Language { get; init; } = "en";
}
