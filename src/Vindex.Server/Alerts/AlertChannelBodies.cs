using Vindex.Server.Alerts.Digests;
using Vindex.Storage.Alerts;

namespace Vindex.Server.Alerts;

/// <summary>A channel to create.</summary>
/// <param name="Name">Its name; different from those of the company's other channels.</param>
/// <param name="Kind">slack, teams or email.</param>
/// <param name="Target">The URL of the incoming webhook or workflow, or 1 to 10 e-mail addresses separated by commas. Stored encrypted, and shown masked.</param>
/// <param name="Titles">Whether messages have the titles of tickets; default true.</param>
/// <param name="Language">The language of messages, such as de; default en.</param>
internal sealed record NewAlertChannelBody(
    [Line(80)] string Name, [ChannelKindName] string Kind, [Line(2048)] string Target, bool? Titles = null, [LanguageTag] string? Language = null);

/// <summary>Changes to a channel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">Another URL, or other e-mail addresses.</param>
/// <param name="Titles">Whether messages have the titles of tickets.</param>
/// <param name="Language">The language of messages.</param>
[KnownMembersOnly]
internal sealed record AlertChannelChangeBody(
    [Line(80)] Optional<string> Name = default,
    [Line(2048)] Optional<string> Target = default,
    Optional<bool> Titles = default,
    [LanguageTag] Optional<string> Language = default);

/// <summary>A channel.</summary>
/// <param name="ChannelId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">slack, teams or email.</param>
/// <param name="Target">The address, masked.</param>
/// <param name="Titles">Whether messages have the titles of tickets.</param>
/// <param name="Language">The language of messages.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record AlertChannelBody(
    string ChannelId, string Name, string Kind, string Target, bool Titles, string Language, DateTimeOffset CreatedAt)
{
    public static AlertChannelBody Of(AlertChannel channel) =>
        new(channel.Id, channel.Name, channel.Kind, channel.Shown, channel.HasTitles, channel.Language, channel.CreatedAt);
}

/// <summary>The company's channels, by name.</summary>
/// <param name="Items">The channels.</param>
internal sealed record AlertChannelListBody(IReadOnlyList<AlertChannelBody> Items);

/// <summary>The result of a test.</summary>
/// <param name="Delivered">Whether the receiver accepted the message.</param>
/// <param name="Error">Why not; null if it did.</param>
internal sealed record AlertTestBody(bool Delivered, string? Error);
