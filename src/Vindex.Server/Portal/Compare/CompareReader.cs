using NodaTime;
using Vindex.Scoring;
using Vindex.Server.Companies;
using Vindex.Server.Languages;
using Vindex.Server.Scores;
using Vindex.Server.Scores.Groups;
using Vindex.Storage.Companies;
using Vindex.Storage.Scores;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Portal.Compare;

/// <summary>Reads groups of tickets or scores, for the page and for dashboards.</summary>
internal sealed class CompareReader(GroupService groups, CustomerService customers)
{
    /// <summary>Reads them.</summary>
    public async Task<CompareContent> ReadAsync(PortalContext visit, CompareQuestion question, CancellationToken cancellationToken)
    {
        var buckets = Buckets.Cut(question.Range.From, question.Range.To, question.Width, question.Zone);
        var found = await groups.ReadAsync(visit.Caller.OwnScores, question.Field, question.Latest, buckets.Edges, cancellationToken);
        var names = question.Field.By == ScoreGrouping.Customer ? await customers.OwnAsync(visit.Caller, cancellationToken) : [];
        return new CompareContent(
            question.Field.By,
            question.Latest,
            [.. found.Groups.Select(group => Row(group, question, buckets, NameOf(group.Value, question.Field.By, names), isGroup: true))],
            Row(found.All, question, buckets, T("compare.all"), isGroup: false),
            Left(found, question));
    }

    private static string NameOf(string value, ScoreGrouping by, IReadOnlyList<Customer> customers) =>
        value.Length == 0 ? FieldNames.Without(by) : customers.FirstOrDefault(customer => customer.Id == value)?.Name ?? value;

    private static GroupRow Row(GroupedSums group, CompareQuestion question, Buckets buckets, string name, bool isGroup)
    {
        var total = group.Total;
        var labels = buckets.Labels.Select(label => Dates.Text(LocalDate.Max(label, question.Range.From))).ToList();
        return new GroupRow(
            name,
            isGroup ? question.TicketsHref(group.Value) : null,
            total.Count,
            total.Count == 0 ? [] : [.. total.Tenths.Select((sum, i) => new GroupValue(Rounding.MeanOfTenths(sum, total.Count), Course(i)))],
            [.. Dimensions.All.Select(Fail)]);

        Sparkline Course(int i) =>
            Sparkline.Of([.. group.Buckets.Select(sum => sum.Count == 0 ? (int?)null : Rounding.MeanOfTenths(sum.Tenths[i], sum.Count))], labels);

        GroupFail Fail(Dimension dimension)
        {
            var count = group.Fails[(int)dimension];
            var percent = (int)Math.Round(100.0 * count / Math.Max(total.Count, 1), MidpointRounding.AwayFromZero);
            return new GroupFail(dimension, count, percent, isGroup && count > 0 ? question.TicketsHref(group.Value, dimension.Name()) : null);
        }
    }

    private static string? Left(GroupedScores found, CompareQuestion question)
    {
        if (found.Count <= found.Groups.Count && !found.IsMore) return null;
        var rest = found.All.Total.Count - found.Groups.Sum(group => group.Total.Count);
        var percent = Math.Max(1, (int)Math.Round(100.0 * rest / found.All.Total.Count, MidpointRounding.AwayFromZero));
        var count = found.IsMore ? T("compare.more-than", ("number", found.Count)) : Wording.Number(found.Count);
        return T(question.Latest ? "compare.left" : "compare.left-scores", ("groups", count), ("shown", found.Groups.Count), ("percent", percent));
    }
}
