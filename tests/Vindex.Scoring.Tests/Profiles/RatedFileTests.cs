using System.Text;
using Shouldly;
using Vindex.Scoring.Profiles.Examples;
using Xunit;

namespace Vindex.Scoring.Tests.Profiles;

public sealed class RatedFileTests
{
    [Fact]
    public void A_table_has_tickets_and_a_column_for_each_rated_dimension()
    {
        var file = Read("rated.csv", "Key;Summary;Small;TESTABLE;overall\nA-1;Show the fare;7;;3\n\nA-2;Show the map;\"4,5\";10;\n");
        file.Error.ShouldBeNull();
        file.Examples!.Select(example => (example.Reading.Ticket!.Key, example.Ratings[(int)Dimension.Small], example.Ratings[(int)Dimension.Testable]))
            .ShouldBe([("A-1", 7.0, null), ("A-2", 4.5, 10.0)]);
        file.Examples![0].Ratings[(int)Dimension.Valuable].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"ticket_data": {"summary": "Show the fare"}, "ratings": {"small": 7, "testable": null}}""")]
    [InlineData("""{"id": "A-1", "summary": "Show the fare", "description": "On the map", "scores": {"small": 7}}""")]
    public void Lines_of_JSON_have_ratings_beside_the_ticket(string line)
    {
        var file = Read("rated.jsonl", $"\uFEFF{line}\r\n\r\n");
        file.Error.ShouldBeNull();
        var example = file.Examples!.Single();
        example.Reading.Ticket!.Summary.Source.ShouldBe("Show the fare");
        example.Ratings.ShouldBe([null, null, null, null, 7.0, null]);
    }

    [Fact]
    public void Several_rows_of_a_ticket_are_its_ratings_and_their_mean_counts()
    {
        var file = Read("rated.csv", "Key,Summary,small,valuable\nA-1,Show the fare,7,\nA-2,Show the map,1,1\nA-1,Show the fare,4,9\n");
        file.Examples!.Count.ShouldBe(2);
        file.Examples[0].Ratings.ShouldBe([null, null, 9.0, null, 5.5, null]);
        Read("rated.csv", "Summary,small\nShow the fare,7\nShow the fare,4\n").Examples!.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("rated.csv", "Key,Summary\nA-1,Show the fare\n", "line 1: no column has ratings; name the columns with ratings independent, negotiable, valuable, estimable, small, testable.")]
    [InlineData("rated.csv", "Key,Summary,small\nA-1,Show the fare,7\nA-2,Show the map,many\n", "row 2 (line 3): small must be a number from 0 to 10, not \"many\".")]
    [InlineData("rated.csv", "Key,Summary,small\nA-1,Show the fare,10.5\n", "row 1 (line 2): small must be a number from 0 to 10, not \"10.5\".")]
    [InlineData("rated.csv", "Key,Summary,small\nA-1,Show the fare,-1\n", "row 1 (line 2): small must be a number from 0 to 10, not \"-1\".")]
    [InlineData("rated.csv", "Key,Summary,small\nA-1,Show the fare,\n", "row 1 (line 2): no dimension is rated.")]
    [InlineData("rated.csv", "Key,Summary,small\nA-1,,7\n", "row 1 (line 2): summary is empty; the column \"Summary\" must contain the ticket's title.")]
    [InlineData("rated.jsonl", "{\"summary\": \"Show the fare\"}\n", "row 1 (line 1): ratings is missing.")]
    [InlineData("rated.jsonl", "{\"summary\": \"Show the fare\", \"ratings\": {\"small\": 11}}\n", "row 1 (line 1): small must be a number from 0 to 10.")]
    [InlineData("rated.jsonl", "{\"summary\": \"Show the fare\", \"ratings\": {\"overall\": 5}}\n", "row 1 (line 1): scores has none of independent, negotiable, valuable, estimable, small, testable.")]
    [InlineData("rated.json", "[{\"summary\": \"Show the fare\", \"ratings\": {\"small\": 1}}]", "the file must be CSV or JSON lines (one object a line).")]
    [InlineData("rated.csv", "", "the file is empty; it must contain at least one ticket.")]
    public void What_is_wrong_is_named_with_row_and_line(string name, string content, string error)
    {
        var file = Read(name, content);
        (file.Examples, file.Error).ShouldBe((null, error));
    }

    [Fact]
    public void There_is_a_limit_for_rows()
    {
        var rows = string.Concat(Enumerable.Range(0, 6).Select(i => $"A-{i},Show the fare,7\n"));
        Read("rated.csv", "Key,Summary,small\n" + rows).Error.ShouldBe("row 6 (line 7): the file has more than 5 data rows; at most 5 are allowed.");
    }

    private static RatedFile Read(string name, string content) => RatedFile.Read(Encoding.UTF8.GetBytes(content), name, most: 5);
}
