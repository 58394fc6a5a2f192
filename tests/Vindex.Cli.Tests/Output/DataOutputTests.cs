using System.Text;
using System.Text.Json;
using Shouldly;
using Vindex.Cli.Output.Formats;
using Vindex.Cli.Score;
using Vindex.Scoring;
using Xunit;

namespace Vindex.Cli.Tests.Output;

public sealed class DataOutputTests : IDisposable
{
    private readonly MemoryStream _bytes = new();

    private string Written => Encoding.UTF8.GetString(_bytes.ToArray());

    public void Dispose() => _bytes.Dispose();

    [Fact]
    public void A_json_line_has_the_names_of_the_api_in_its_order()
    {
        using var output = new JsonLinesOutput(_bytes);
        output.Write(Judged.WithFindings());
        output.Finish(new BacklogSummary(), []);
        Written.ShouldBe(
            """
            {"id":"10001","key":"KOL-7","overall_score":5.2,"individual_scores":{"independent":7,"negotiable":6,"valuable":5,"estimable":4,"small":8,"testable":1},
            "recommendations":["Name how fast, in seconds.","Add three criteria."],"context_used":{"testable":["says \"fast\" without a number"]},
            "reading":null,"explanation":null,"recommendation_details":[],"confidence":null,
            "findings":[{"rule":"testable.vague-quality","dimension":"testable","points":-2.5,"field":"description","quote":"fast","start":11,"end":15,
            "why":"Nobody can tell when this is met.","advice":"Name a number."},
            {"rule":"testable.no-criteria","dimension":"testable","points":-3,"field":null,"quote":null,"start":null,"end":null,
            "why":"Nothing says when it is done.","advice":"Add criteria."},
            {"rule":"small.one-thing","dimension":"small","points":1,"field":"summary","quote":"Fast map","start":0,"end":8,
            "why":"It is about one thing.","advice":""}]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void A_whole_score_still_has_its_decimal()
    {
        using var output = new JsonLinesOutput(_bytes);
        output.Write(Judged.Ticket("A-1", "Seven", new InvestScores(7, 7, 7, 7, 7, 7)));
        output.Finish(new BacklogSummary(), []);
        Written.ShouldContain("\"overall_score\":7.0,");
    }

    [Fact]
    public void Json_is_one_document_with_tickets_summary_and_errors()
    {
        var summary = new BacklogSummary();
        using var output = new JsonOutput(_bytes, () => new JudgeName("vindex", "rubric-3"));
        foreach (var ticket in (ScoredTicket[])[Judged.WithFindings(), Judged.Ticket("A-2", "Good", new InvestScores(8, 8, 8, 8, 8, 8))])
        {
            summary.Add(ticket);
            output.Write(ticket);
        }

        output.Finish(summary, [new RowProblem(3, 7, "the summary is empty")]);
        using var document = JsonDocument.Parse(Written);
        var root = document.RootElement;
        root.GetProperty("tickets").GetArrayLength().ShouldBe(2);
        root.GetProperty("summary").GetRawText().Where(c => !char.IsWhiteSpace(c)).ShouldBe(
            """
            {"total":2,"overall_average":6.6,"bands":{"healthy":1,"needs_review":1,"at_risk":0},
            "dimension_averages":{"independent":7.5,"negotiable":7.0,"valuable":6.5,"estimable":6.0,"small":8.0,"testable":4.5},
            "dimension_fail_counts":{"independent":0,"negotiable":0,"valuable":0,"estimable":1,"small":0,"testable":1}}
            """.ReplaceLineEndings(""));
        var error = root.GetProperty("errors")[0];
        (error.GetProperty("row").GetInt32(), error.GetProperty("line").GetInt32()).ShouldBe((3, 7));
        root.GetProperty("model_metadata").GetProperty("provider").GetString().ShouldBe("vindex");
    }

    [Fact]
    public void Csv_has_a_row_a_ticket_and_numbers_stay_numbers()
    {
        using var output = new CsvOutput(_bytes);
        output.Write(Judged.Ticket("A-1", "=1+1, \"quoted\"", new InvestScores(7, 6, 5, 4, 8, 1), "First.", "Second."));
        output.Finish(new BacklogSummary(), []);
        Written.ShouldBe(
            """"
            id,key,summary,issue_type,overall_score,band,independent,negotiable,valuable,estimable,small,testable,recommendations
            A-1,A-1,"'=1+1, ""quoted""",Story,5.2,needs_review,7,6,5,4,8,1,First. | Second.

            """");
    }
}
