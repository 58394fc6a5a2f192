using System.Globalization;
using Vindex.Scoring;
using Vindex.Scoring.Profiles;
using Vindex.Server.Portal.Forms;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Settings.Profiles;

/// <summary>The rows of a profile's tables: the stored values or, after a form was sent, what was typed, with its errors.</summary>
internal static class ProfileRules
{
    /// <summary>The rules by dimension. Those without effect are listed only where the profile weighs them.</summary>
    public static IReadOnlyList<RuleGroup> Of(Profile profile, FormState form)
    {
        var table = form.Of(ProfileForm.Table);
        var byReach = ProfileCatalog.Rules.ToLookup(rule => rule.Reach == RuleReach.None);
        var groups = Dimensions.All.Select(dimension => new RuleGroup(
            Wording.Of(dimension),
            [.. byReach[false].Where(rule => rule.Dimension == dimension).OrderBy(rule => rule.Reach == RuleReach.Stories).Select(Row)]));
        var idle = byReach[true].Where(rule => profile.RuleWeights.ContainsKey(rule.Id) || table.Typed.ContainsKey(ProfileForm.Weight + rule.Id)).ToList();
        return idle.Count == 0 ? [.. groups] : [.. groups, new RuleGroup(T("profiles.no-effect"), [.. idle.Select(Row)])];

        RuleRow Row(ProfileRule rule)
        {
            var stored = profile.RuleWeights.GetValueOrDefault(rule.Id, 1);
            return new RuleRow(
                rule,
                table.Ticked(ProfileForm.On, rule.Id, stored != 0),
                table.Value(ProfileForm.Weight + rule.Id, (stored == 0 ? 1 : stored).ToString(CultureInfo.InvariantCulture))!,
                ErrorOf(table, "rule_weights." + rule.Id));
        }
    }

    /// <summary>The word lists.</summary>
    public static IReadOnlyList<WordListRow> ListsOf(Profile profile, FormState form)
    {
        var table = form.Of(ProfileForm.Table);
        return [.. ProfileCatalog.WordLists.Select(list => new WordListRow(
            list,
            table.Value(ProfileForm.Words + list.Name, string.Join(", ", profile.Vocabulary.GetValueOrDefault(list.Name, [])))!,
            ErrorOf(table, "vocabulary." + list.Name)))];
    }

    private static string? ErrorOf(FormState form, string field) =>
        form.Errors.TryGetValue(field, out var errors) ? FormState.ValueError(errors[0]) + "." : null;
}
