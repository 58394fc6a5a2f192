using System.Text;
using System.Xml;
using Vindex.Cli.Output.Terminal;
using Vindex.Cli.Score;
using Vindex.Scoring;

namespace Vindex.Cli.Output.Formats;

/// <summary>
/// JUnit XML, as build servers read it: one suite, one test a ticket, a failure when it falls below the gate, an error for each row that cannot be judged.
/// The counts stand in front of the tests, so that it is written at the end. Valid by the schema of Jenkins' xUnit plugin (junit-10.xsd), which allows no
/// properties of a test: the scores are its output. Times are required by some readers and not measured.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="file">The input's name, which is the suite's.</param>
/// <param name="minimum">Lowest overall score that passes, 0–10.</param>
internal sealed class JUnitOutput(Stream output, string file, decimal minimum) : ITicketOutput
{
    private const int Recommended = 3;
    private const string Line = "\n";

    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(false),
        Indent = true,
        NewLineChars = Line,
        CloseOutput = false
    };

    private readonly List<TestCase> _cases = [];

    public void Write(ScoredTicket ticket) => _cases.Add(new TestCase(
        $"{ticket.Key} {ticket.Title}", ticket.Judgement.Scores, [.. ticket.Judgement.Recommendations.Take(Recommended)], IsBelow(ticket.OverallTenths)));

    public void Finish(BacklogSummary summary, IReadOnlyList<RowProblem> problems)
    {
        using (var xml = XmlWriter.Create(output, s_settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", XmlText.Clean(file));
            WriteCount(xml, "tests", _cases.Count + problems.Count);
            WriteCount(xml, "failures", _cases.Count(test => test.Fails));
            WriteCount(xml, "errors", problems.Count);
            WriteCount(xml, "skipped", 0);
            WriteCount(xml, "time", 0);
            foreach (var test in _cases) WriteCase(xml, test);
            foreach (var problem in problems) WriteError(xml, problem);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        output.Write(Encoding.UTF8.GetBytes(Line));
        output.Flush();
    }

    public void Dispose()
    {
    }

    private static void WriteCount(XmlWriter xml, string name, int count) => xml.WriteAttributeString(name, $"{count}");

    private bool IsBelow(int overallTenths) => overallTenths < minimum * 10;

    private void WriteCase(XmlWriter xml, TestCase test)
    {
        Begin(xml, test.Name);
        if (test.Fails) WriteFailure(xml, test);
        var dimensions = string.Join(", ", Dimensions.All.Select(dimension => $"{dimension.Name()} {test.Scores[dimension]}"));
        xml.WriteElementString("system-out", $"overall {Tenths.Text(test.Scores.OverallTenths)}, {dimensions}");
        xml.WriteEndElement();
    }

    private void WriteFailure(XmlWriter xml, TestCase test)
    {
        var verdict = $"{Tenths.Text(test.Scores.OverallTenths)} is below {minimum:0.0###}";
        var text = new StringBuilder().Append(verdict).Append('\n');
        text.AppendJoin(", ", Dimensions.All.Select(dimension => $"{dimension.Name()} {test.Scores[dimension]}")).Append('\n');
        foreach (var recommendation in test.Recommendations) text.Append("- ").Append(recommendation).Append('\n');
        xml.WriteStartElement("failure");
        xml.WriteAttributeString("message", XmlText.Clean(test.Recommendations.Count > 0 ? $"{verdict}: {string.Join(' ', test.Recommendations)}" : verdict));
        xml.WriteAttributeString("type", "below-gate");
        xml.WriteString(XmlText.Clean(text.ToString()));
        xml.WriteEndElement();
    }

    private void WriteError(XmlWriter xml, RowProblem problem)
    {
        Begin(xml, problem.Row is { } row ? $"row {row}" : "the file");
        xml.WriteStartElement("error");
        xml.WriteAttributeString("message", XmlText.Clean(problem.Describe(file)));
        xml.WriteAttributeString("type", "not-judged");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Begin(XmlWriter xml, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", XmlText.Clean(TerminalText.OneLine(name)));
        xml.WriteAttributeString("classname", XmlText.Clean(file));
        WriteCount(xml, "time", 0);
    }

    private sealed record TestCase(string Name, InvestScores Scores, IReadOnlyList<string> Recommendations, bool Fails);
}

/// <summary>Text that XML 1.0 can hold.</summary>
internal static class XmlText
{
    /// <summary>
    /// The text with U+FFFD for every unit that XML 1.0 has no way to write (section 2.2): most control characters, lone surrogates, U+FFFE and U+FFFF.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                i++;
                continue;
            }

            (clean ??= new StringBuilder(text))[i] = '\uFFFD';
        }

        return clean?.ToString() ?? text;
    }
}
