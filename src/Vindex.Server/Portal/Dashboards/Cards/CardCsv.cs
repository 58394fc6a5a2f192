using System.Globalization;
using System.Text;
using Vindex.Scoring;
using Vindex.Scoring.Backlogs;
using Vindex.Server.Portal.Compare;
using Vindex.Server.Portal.Feedback;

namespace Vindex.Server.Portal.Dashboards.Cards;

/// <summary>Cards as CSV, with the numbers that they show.</summary>
internal static class CardCsv
{
    /// <summary>A card as a file.</summary>
    public static IResult Of(CardModel card)
    {
        using var text = new StringWriter();
        using (var rows = new CsvRows(text, "\r\n")) Write(rows, card.Content);
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "card.csv");
    }

    private static void Write(CsvRows rows, CardContent content)
    {
        switch (content)
        {
            case CardContent.Chart(var chart):
                Write(rows, chart);
                break;
            case CardContent.Average(var quality, var latest, _):
                rows.Text("average").Text("change").Text("gate").Text(CountedIn(latest)).End();
                rows.Plain(Score(quality.AverageTenths)).Plain(quality.ChangeTenths is { } change ? Score(change) : "")
                    .Plain(Score(quality.GateTenths)).Plain(Whole(quality.Count)).End();
                break;
            case CardContent.Fails(var fails):
                rows.Text("dimension").Text("count").Text("percent").End();
                foreach (var fail in fails) rows.Text(Wording.Of(fail.Dimension)).Plain(Whole(fail.Count)).Plain(Whole(fail.Percent)).End();
                break;
            case CardContent.Tickets(var tickets):
                rows.Text("key").Text("title").Text("overall").End();
                foreach (var ticket in tickets) rows.Text(ticket.Key).Text(ticket.Title).Plain(Score(ticket.OverallTenths)).End();
                break;
            case CardContent.Groups(var groups, var isHeat):
                Write(rows, groups, isHeat);
                break;
            case CardContent.Table(var table):
                Write(rows, table);
                break;
        }
    }

    private static void Write(CsvRows rows, ChartModel chart)
    {
        rows.Text(chart.Spec.X);
        foreach (var series in chart.Spec.Series) rows.Text(series.Name);
        if (chart.Spec.Counted is { } counted) rows.Text(counted + "s");
        rows.End();
        foreach (var row in chart.Rows)
        {
            rows.Plain(row.Label);
            foreach (var value in row.Values) rows.Plain(value);
            if (chart.Spec.Counted is not null) rows.Plain(Whole(row.Count));
            rows.End();
        }
    }

    private static void Write(CsvRows rows, CompareContent groups, bool isHeat)
    {
        rows.Text(groups.FieldName.ToLowerInvariant()).Text(CountedIn(groups.Latest));
        if (!isHeat) rows.Text("overall");
        foreach (var dimension in Dimensions.All) rows.Text(dimension.Name());
        rows.End();
        foreach (var group in groups.Groups)
        {
            rows.Text(group.Name).Plain(Whole(group.Count));
            if (isHeat) rows.Numbers(group.Fails.Select(fail => fail.Percent));
            else foreach (var value in group.Values) rows.Plain(Score(value.Tenths));
            rows.End();
        }
    }

    private static void Write(CsvRows rows, FeedbackTable table)
    {
        rows.Text(table.First);
        foreach (var column in table.Columns) rows.Text(column);
        rows.End();
        foreach (var line in table.Lines)
        {
            rows.Text(line.Name);
            foreach (var value in line.Values) rows.Text(value);
            rows.End();
        }
    }

    private static string CountedIn(bool latest) => latest ? "tickets" : "scores";

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Score(int tenths) => (tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture);
}
