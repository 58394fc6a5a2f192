namespace Vindex.Storage.Digests;

/// <summary>Who gets a digest: a member of the company, a channel, or its webhooks.</summary>
/// <param name="UserId">The member; null for a channel and for webhooks.</param>
/// <param name="ChannelId">The channel; null for a member and for webhooks.</param>
public sealed record DigestReader(string? UserId, string? ChannelId)
{
    /// <summary>The webhooks of the company.</summary>
    public static DigestReader Webhooks { get; } = new(null, null);

    /// <summary>Different for each reader of a company.</summary>
    public string Key => UserId is not null ? "user " + UserId : ChannelId is not null ? "channel " + ChannelId : "webhooks";
}

/// <summary>The weekly digest of one reader.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">The company that it is about.</param>
/// <param name="Reader">Who gets it.</param>
/// <param name="Plan">When and how: JSON, opaque to the store.</param>
/// <param name="DueAt">When the next one is due; null while it is switched off.</param>
/// <param name="Version">Goes up with every change and every issue.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record Digest(string Id, string CompanyId, DigestReader Reader, string Plan, DateTimeOffset? DueAt, long Version, DateTimeOffset ChangedAt);

/// <summary>What a digest said in one week.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DigestId">The digest.</param>
/// <param name="CompanyId">The company that it is about.</param>
/// <param name="At">The end of its week.</param>
/// <param name="Detail">The figures: JSON, opaque to the store.</param>
public sealed record DigestIssue(string Id, string DigestId, string CompanyId, DateTimeOffset At, string Detail);

/// <summary>The result of a digest at its due time.</summary>
/// <param name="Before">The digest as it was read.</param>
/// <param name="DueAt">When it is due next.</param>
public sealed record DigestStep(Digest Before, DateTimeOffset DueAt)
{
    /// <summary>The issue; null if this week is skipped.</summary>
    public DigestIssue? Issue { get; init; }

    /// <summary>The id of the message with the issue.</summary>
    public string? MessageId { get; init; }
}
