using System.Text;

namespace Vindex.Browser.Site;

/// <summary>A backlog of as many rows as the evaluator takes, each another text.</summary>
internal static class Thousand
{
    private const int Rows = 1000;

    private static readonly string[] s_who = ["rider", "mechanic", "dispatcher", "accountant", "parent", "tourist", "city planner"];
    private static readonly string[] s_what = [
        "the price of a trip", "bikes near me", "open reports", "the last invoice", "free places", "my vouchers", "broken locks", "the van's route",
        "stations on a map"
    ];

    public static string Csv()
    {
        var csv = new StringBuilder("Issue key,Summary,Description,Acceptance Criteria\n");
        for (var i = 1; i <= Rows; i++)
        {
            csv.Append("TH-").Append(i).Append(",As a ").Append(s_who[i % s_who.Length]).Append(" I want to see ").Append(s_what[i % s_what.Length]).Append(
                " so that I save ").Append(i)
                .Append(" seconds,\"About ").Append(i % 40).Append(" % of riders in area ").Append(i).Append(
                    " asked for this in May. It should be fast.\",\"* Given ").Append(i)
                .Append(" bikes, when I open the list, then I see ").Append(i % 9).Append(" of them within 2 seconds.\"\n");
        }

        return csv.ToString();
    }
}
