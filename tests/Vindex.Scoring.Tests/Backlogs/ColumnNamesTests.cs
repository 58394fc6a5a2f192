using Shouldly;
using Vindex.Scoring.Backlogs;
using Xunit;

namespace Vindex.Scoring.Tests.Backlogs;

public sealed class ColumnNamesTests
{
    [Theory]
    [InlineData("Issue key", 0, true)]
    [InlineData("ISSUE_KEY", 0, true)]
    [InlineData("issueKey", 0, true)]
    [InlineData(" issue-key ", 0, true)]
    [InlineData("Number", 0, true)]
    [InlineData("iid", 0, true)]
    [InlineData("Summary", 1, true)]
    [InlineData("System.Title", 1, true)]
    [InlineData("Card Name", 1, true)]
    [InlineData("requirement", 1, true)]
    [InlineData("The summary line", 1, false)]
    [InlineData("Old title", 1, false)]
    [InlineData("Body", 2, true)]
    [InlineData("Repro Steps", 2, true)]
    [InlineData("A longer description", 2, false)]
    [InlineData("Acceptance Criteria", 3, true)]
    [InlineData("Custom field (Acceptance Criteria)", 3, true)]
    [InlineData("AC", 3, true)]
    [InlineData("Akzeptanzkriterien", 3, true)]
    [InlineData("My acceptance criteria", 3, false)]
    [InlineData("Work Item Type", 4, true)]
    [InlineData("Kind", 4, true)]
    [InlineData("Old issue type", 4, false)]
    [InlineData("Id", 5, true)]
    [InlineData("UUID", 5, true)]
    public void A_name_fits_its_role(string name, int role, bool exactly)
    {
        ColumnNames.Rank(name, (ColumnRole)role).ShouldBeGreaterThanOrEqualTo(0);
        ColumnNames.IsKnown(name, (ColumnRole)role).ShouldBe(exactly);
    }

    [Theory]
    [InlineData("Points")]
    [InlineData("Sprint")]
    [InlineData("")]
    [InlineData("!?")]
    public void Other_names_fit_none(string name)
    {
        foreach (var role in Enum.GetValues<ColumnRole>()) ColumnNames.Rank(name, role).ShouldBe(-1, role.ToString());
    }

    [Fact]
    public void Every_listed_name_is_known_and_ranks_before_those_below_it()
    {
        using var stream = typeof(ColumnNames).Assembly.GetManifestResourceStream("Backlogs/columns.txt")!;
        using var reader = new StreamReader(stream);
        var roles = new[] { "[key]", "[summary]", "[description]", "[acceptance_criteria]", "[issue_type]", "[id]" };
        var (role, rank, count) = (-1, 0, 0);
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                (role, rank) = (Array.IndexOf(roles, line), 0);
                continue;
            }
            count++;
            if (line[0] == '~')
            {
                ColumnNames.Rank("x " + line[1..] + " y", (ColumnRole)role).ShouldBe(rank++, line);
                continue;
            }
            ColumnNames.Rank(line.ToUpperInvariant(), (ColumnRole)role).ShouldBe(rank++, line);
            ColumnNames.IsKnown(line, (ColumnRole)role).ShouldBeTrue(line);
        }
        count.ShouldBeGreaterThan(60);
        role.ShouldBe(5);
    }

    [Theory]
    [InlineData("Title|Summary", "Summary")]
    [InlineData("Summary|Title", "Summary")]
    [InlineData("Old title|Requirement", "Requirement")]
    [InlineData("My summary|Old title", "My summary")]
    [InlineData("Old title|My summary", "My summary")]
    [InlineData("summary|SUMMARY", "summary")]
    public void The_best_name_is_the_summary_and_the_leftmost_of_equals(
        string columns, string summary) => ColumnNames.Suggest(columns.Split('|')).Summary.ShouldBe(summary);

    [Theory]
    [InlineData(
        "Vorgangstyp|Vorgangsschlüssel|Vorgangs-ID|Zusammenfassung|Status|Beschreibung|Benutzerdefiniertes Feld (Akzeptanzkriterien)",
        "Vorgangsschlüssel", "Zusammenfassung", "Beschreibung", "Benutzerdefiniertes Feld (Akzeptanzkriterien)", "Vorgangstyp", "Vorgangs-ID")]
    [InlineData(
        "Résumé|Clé de ticket|ID de ticket|Type de ticket|État|Description|Champs personnalisés (Critères d'acceptation)",
        "Clé de ticket", "Résumé", "Description", "Champs personnalisés (Critères d'acceptation)", "Type de ticket", "ID de ticket")]
    [InlineData(
        "Resumen|Clave de incidencia|ID de la incidencia|Tipo de incidencia|Estado|Descripción|Campo personalizado (Criterios de aceptación)",
        "Clave de incidencia", "Resumen", "Descripción", "Campo personalizado (Criterios de aceptación)", "Tipo de incidencia", "ID de la incidencia")]
    [InlineData("ID|Arbeitselementtyp|Titel|Zugewiesen zu|Beschreibung|Akzeptanzkriterien", null, "Titel", "Beschreibung", "Akzeptanzkriterien", "Arbeitselementtyp", "ID")]
    [InlineData("ID|Type d'élément de travail|Titre|Description|Critères d'acceptation", null, "Titre", "Description", "Critères d'acceptation", "Type d'élément de travail", "ID")]
    [InlineData("ID|Tipo de elemento de trabajo|Título|Descripción|Criterios de aceptación", null, "Título", "Descripción", "Criterios de aceptación", "Tipo de elemento de trabajo", "ID")]
    [InlineData("Title|Description|Issue ID|URL|State|Labels", null, "Title", "Description", null, null, "Issue ID")]
    [InlineData("Titel|Beschreibung|Ticketnummer|URL|Status|Label", null, "Titel", "Beschreibung", null, null, "Ticketnummer")]
    public void Exports_in_other_languages_are_known(
        string columns, string? key, string summary, string description, string? criteria, string? type, string id) =>
        ColumnNames.Suggest(columns.Split('|')).ShouldBe(new ColumnMapping(key, summary, description, criteria, type, id));

    [Fact]
    public void No_column_is_used_twice()
    {
        ColumnNames.Suggest(["Summary", "Id"]).ShouldBe(new ColumnMapping(Summary: "Summary", Id: "Id"));
        ColumnNames.Suggest(["Ticket id", "Title"]).ShouldBe(new ColumnMapping(Summary: "Title", Id: "Ticket id"));
        ColumnNames.Suggest(["Story description"]).ShouldBe(new ColumnMapping(Description: "Story description"));
        ColumnNames.Suggest(["Summary of the acceptance criteria", "Title"])
            .ShouldBe(new ColumnMapping(Summary: "Title", AcceptanceCriteria: "Summary of the acceptance criteria"));
        ColumnNames.Suggest([]).ShouldBe(new ColumnMapping());
    }

    [Fact]
    public void Of_a_long_name_the_first_eighty_letters_count()
    {
        ColumnNames.Rank(new string('x', 80) + " summary", ColumnRole.Summary).ShouldBe(-1);
        ColumnNames.Rank(new string('x', 73) + " summary", ColumnRole.Summary).ShouldBeGreaterThanOrEqualTo(0);
        ColumnNames.Rank(new string('x', 74) + " summary", ColumnRole.Summary).ShouldBe(-1);
    }
}
