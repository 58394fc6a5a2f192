using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Server.Portal.Forms;
using Vindex.Server.Rescoring.Effects;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Profiles;

/// <summary>A scoring profile in the list.</summary>
/// <param name="Name">The value of <c>system_type</c>.</param>
/// <param name="Rules">Number of custom rule weights.</param>
/// <param name="Words">Number of added words.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="IsShadowed">Whether a built-in profile of this name is used instead.</param>
public sealed record ProfileRow(string Name, int Rules, int Words, Moment Updated, bool IsShadowed);

/// <summary>The list of profiles.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Profiles">The profiles, by name.</param>
/// <param name="Form">State of the forms.</param>
public sealed record ProfilesModel(SettingsFrame Frame, IReadOnlyList<ProfileRow> Profiles, FormState Form);

/// <summary>The page of a profile.</summary>
/// <param name="Frame">Frame of the page.</param>
/// <param name="Open">Its name; null for a new one.</param>
/// <param name="Rules">Its rules by dimension.</param>
/// <param name="Lists">Its word lists.</param>
/// <param name="Document">The stored profile as JSON.</param>
/// <param name="Form">State of the forms.</param>
/// <param name="Effect">What was previewed; null for nothing.</param>
public sealed record ProfileModel(
    SettingsFrame Frame,
    string? Open,
    IReadOnlyList<RuleGroup> Rules,
    IReadOnlyList<WordListRow> Lists,
    string Document,
    FormState Form,
    EffectModel? Effect)
{
    /// <summary>Where the forms are sent.</summary>
    public string Action => Open is null ? PortalPaths.Profiles : ProfilePages.Path(Open);

    /// <summary>Where they are sent for a preview: a new profile is compared with the default one.</summary>
    public string PreviewAction => ProfilePages.Path(Open ?? Profile.DefaultName) + "/preview";

    /// <summary>Whether a built-in profile of this name is used instead.</summary>
    public bool IsShadowed => Open is not null && Profile.FindBuiltIn(Open) is not null;
}

/// <summary>The rules of a dimension.</summary>
/// <param name="Title">The dimension, or what else they have in common.</param>
/// <param name="Rules">The rules.</param>
public sealed record RuleGroup(string Title, IReadOnlyList<RuleRow> Rules)
{
    /// <summary>Number of rules whose weight is not 1.</summary>
    public int Changed => Rules.Count(rule => !rule.IsOn || rule.Weight != "1");

    /// <summary>Whether one of them has an error.</summary>
    public bool HasError => Rules.Any(rule => rule.Error is not null);
}

/// <summary>A rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="IsOn">Whether it is on.</param>
/// <param name="Weight">Its weight while it is on.</param>
/// <param name="Error">What is wrong with the weight; null for nothing.</param>
public sealed record RuleRow(ProfileRule Rule, bool IsOn, string Weight, string? Error);

/// <summary>A word list.</summary>
/// <param name="List">The list.</param>
/// <param name="Words">The words that the profile adds.</param>
/// <param name="Error">What is wrong with them; null for nothing.</param>
public sealed record WordListRow(ProfileWordList List, string Words, string? Error);

/// <summary>What a preview found.</summary>
/// <param name="Tickets">Number of tickets judged.</param>
/// <param name="OfProfile">Number of those whose latest score was made with this profile.</param>
/// <param name="IsComplete">Whether all were judged.</param>
/// <param name="Lines">What is compared: its name, now, then.</param>
/// <param name="Changed">Number of tickets that change.</param>
/// <param name="Most">Those that change most.</param>
public sealed record EffectModel(
    int Tickets, int OfProfile, bool IsComplete, IReadOnlyList<(string Name, string Now, string Then)> Lines, int Changed, IReadOnlyList<EffectRow> Most)
{
    internal static EffectModel Of(ProfileEffect effect)
    {
        var (now, then) = (effect.Now, effect.Then);
        return new EffectModel(
            effect.Tickets.Count,
            effect.Tickets.Count(ticket => ticket.IsOfProfile),
            effect.IsComplete,
            [
                (T("profiles.average"), Average(now), Average(then)),
                .. Enum.GetValues<Band>().Reverse().Select(band => (Wording.Of(band), now.Bands[(int)band].ToString(), then.Bands[(int)band].ToString())),
                (T("profiles.pass", ("gate", Wording.Score(effect.GateTenths))), now.Passing.ToString(), then.Passing.ToString()),
            ],
            effect.Changed,
            [.. effect.MostChanged.Take(ProfileEffectBody.MostItems).Select(EffectRow.Of)]);
    }

    private static string Average(EffectSums sums) => sums.AverageTenths is { } tenths ? Wording.Score(tenths) : "–";
}

/// <summary>A ticket that changes.</summary>
/// <param name="Href">Its page.</param>
/// <param name="Key">Its key.</param>
/// <param name="Title">Its title.</param>
/// <param name="NowTenths">Overall score with the stored profile.</param>
/// <param name="ThenTenths">Overall score with the edited one.</param>
/// <param name="Dimensions">The dimensions that change, in words.</param>
public sealed record EffectRow(string Href, string Key, string Title, int NowTenths, int ThenTenths, string Dimensions)
{
    internal static EffectRow Of(TicketEffect ticket) => new(
        PortalPaths.Ticket(ticket.Item.Id),
        ticket.Item.TicketKey,
        ticket.Item.Title,
        ticket.Now.OverallTenths,
        ticket.Then.OverallTenths,
        string.Join(", ", Vindex.Scoring.Dimensions.All.Where(dimension => ticket.Now[dimension] != ticket.Then[dimension])
            .Select(dimension => $"{Wording.Of(dimension)} {Wording.Difference(ticket.Then[dimension] - ticket.Now[dimension])}")));
}
