using Shouldly;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Tickets.Documents;
using Xunit;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>
/// The text that is read out of an Atlassian document. Nodes are written short: <c>p(a, b!)</c> is a paragraph with the texts "a" and a bold "b".
/// </summary>
public sealed class DocumentNodeTests
{
    [Theory]
    [InlineData("{type:'paragraph',content:[{type:'text',text:'a'},{type:'text',text:' b'}]}", "a b")]
    [InlineData("{type:'heading',attrs:{level:3},content:[{type:'text',text:'a'}]}", "### a")]
    [InlineData("{type:'heading',content:[{type:'text',text:'a'}]}", "# a")]
    [InlineData("{type:'heading',attrs:{level:9},content:[{type:'text',text:'a'}]}", "###### a")]
    [InlineData("{type:'heading',attrs:{level:0},content:[{type:'text',text:'a'}]}", "# a")]
    [InlineData("{type:'heading',attrs:{level:'3'},content:[{type:'text',text:'a'}]}", "# a")]
    [InlineData("{type:'heading',attrs:{level:1.5},content:[{type:'text',text:'a'}]}", "# a")]
    [InlineData("{type:'codeBlock',content:[{type:'text',text:'a\\n b'}]}", "```\na\n b\n```")]
    [InlineData("{type:'codeBlock',content:[{type:'text',text:'a\\n```\\nb'}]}", "````````\na\n```\nb\n````````")]
    [InlineData("{type:'codeBlock',content:[{type:'text',text:'*a*',marks:[{type:'strong'}]}]}", "```\n*a*\n```")]
    [InlineData(
        "{type:'blockquote',content:[{type:'paragraph',content:[{type:'text',text:'a'}]},{type:'paragraph',content:[{type:'text',text:'b'}]}]}", "> a\n>\n> b")]
    [InlineData("{type:'rule'}", "---")]
    [InlineData("{type:'expand',attrs:{title:'a'},content:[{type:'paragraph',content:[{type:'text',text:'b'}]}]}", "**a**\n\nb")]
    [InlineData("{type:'nestedExpand',attrs:{title:'a'}}", "**a**")]
    [InlineData("{type:'expand',attrs:{title:' '},content:[{type:'paragraph',content:[{type:'text',text:'b'}]}]}", "b")]
    [InlineData("{type:'panel',content:[{type:'paragraph',content:[{type:'text',text:'a'}]}]}", "a")]
    [InlineData("{type:'mediaSingle',content:[{type:'media',content:[{type:'text',text:'a'}]}]}", "")]
    [InlineData("{type:'mediaGroup',content:[{type:'text',text:'a'}]}", "")]
    [InlineData("{type:'paragraph',content:[{type:'mediaInline',text:'a'},{type:'text',text:'b'}]}", "b")]
    [InlineData("{type:'blockCard',attrs:{url:'https://a.org'}}", "https://a.org")]
    [InlineData("{type:'embedCard',attrs:{url:'https://a.org'}}", "https://a.org")]
    [InlineData("{type:'somethingNew',attrs:{text:'a'}}", "a")]
    [InlineData("{type:'somethingNew',text:'a',attrs:{text:'b'}}", "a")]
    [InlineData("{type:'somethingNew',content:[{type:'paragraph',content:[{type:'text',text:'a'}]}]}", "a")]
    [InlineData("{content:[{type:'text',text:'a'}]}", "a")]
    public void Blocks(string node, string text) => Text(node).ShouldBe(text);

    [Theory]
    [InlineData("{type:'text',text:'a'},{type:'hardBreak'},{type:'text',text:'b'}", "a\nb")]
    [InlineData("{type:'hardBreak'},{type:'text',text:'b'}", "b")]
    [InlineData("{type:'text',text:'a\\r\\nb\\rc\\nd'}", "a\nb\nc\nd")]
    [InlineData("{type:'mention',attrs:{text:'@Ada'}}", "@Ada")]
    [InlineData("{type:'mention',attrs:{text:'Ada'}}", "@Ada")]
    [InlineData("{type:'mention',attrs:{id:'5'}}", "@")]
    [InlineData("{type:'emoji',attrs:{shortName:':x:',text:'😀'}}", "😀")]
    [InlineData("{type:'emoji',attrs:{text:'😀',shortName:':x:'}}", "😀")]
    [InlineData("{type:'emoji',attrs:{shortName:':x:'}}", ":x:")]
    [InlineData("{type:'inlineCard',attrs:{url:'https://a.org'}}", "https://a.org")]
    [InlineData("{type:'inlineCard',attrs:{data:{}}}", "")]
    [InlineData("{type:'status',attrs:{text:'DONE',color:'green'}}", "DONE")]
    [InlineData("{type:'date',attrs:{timestamp:'0'}}", "1970-01-01")]
    [InlineData("{type:'date',attrs:{timestamp:1700000000000}}", "2023-11-14")]
    [InlineData("{type:'date',attrs:{timestamp:'-86400000'}}", "1969-12-31")]
    [InlineData("{type:'date',attrs:{timestamp:'99999999999999999'}}", "99999999999999999")]
    [InlineData("{type:'date',attrs:{timestamp:50680460159999}}", "3576-01-01")]
    [InlineData("{type:'date',attrs:{timestamp:50680460160000}}", "50680460160000")]
    [InlineData("{type:'date',attrs:{timestamp:true}}", "")]
    [InlineData("{type:'text',text:'a',marks:[{type:'strong'}]}", "**a**")]
    [InlineData("{type:'text',text:'a',marks:[{type:'em'}]}", "a")]
    [InlineData("{type:'text',text:'a',marks:[{type:'code'}]}", "`a`")]
    [InlineData("{type:'text',text:'a`b',marks:[{type:'code'}]}", "a`b")]
    [InlineData("{type:'text',text:' ',marks:[{type:'code'}]}", " ")]
    [InlineData("{type:'text',text:'a',marks:[{type:'code'},{type:'strong'}]}", "`a`")]
    [InlineData("{type:'text',text:'a',marks:[{type:'link',type:'strong'}]}", "a")]
    [InlineData("{type:'text',text:'a',marks:[5,{type:5},{type:'strong'}]}", "**a**")]
    [InlineData("{type:'text',text:'a',marks:'strong'}", "a")]
    [InlineData("{type:'text',text:'a ',marks:[{type:'strong'}]},{type:'text',text:'b'}", "**a** b")]
    [InlineData("{type:'text',text:'a',marks:[{type:'strong'}]},{type:'text',text:'b',marks:[{type:'strong'}]}", "**ab**")]
    [InlineData("{type:'text',text:'a ',marks:[{type:'strong'}]},{type:'text',text:'b',marks:[{type:'strong'}]},{type:'text',text:' c'}", "**a b** c")]
    [InlineData("{type:'text',text:'a',marks:[{type:'strong'}]},{type:'hardBreak'},{type:'text',text:'b',marks:[{type:'strong'}]}", "**a**\n**b**")]
    [InlineData("{type:'text',text:'a',marks:[{type:'strong'}]},{type:'text',text:'b',marks:[{type:'strong'},{type:'code'}]}", "**a**`b`")]
    [InlineData("{type:'text',text:' a',marks:[{type:'strong'}]}", " a")]
    [InlineData("{type:'text',text:'a*b',marks:[{type:'strong'}]}", "a*b")]
    [InlineData("{type:'text',text:'x'},{type:'text',text:'a',marks:[{type:'strong'}]}", "xa")]
    [InlineData("{type:'text',text:'(' },{type:'text',text:'a',marks:[{type:'strong'}]},{type:'text',text:')'}", "(**a**)")]
    [InlineData("{type:'text',text:'a\\nb',marks:[{type:'strong'}]}", "**a**\nb")]
    [InlineData("{type:'text',text:'a',marks:[{type:'strong'}]},{type:'mention',attrs:{text:'@b'}}", "**a**@b")]
    [InlineData("{type:'text'},{type:'text',text:''},{type:'text',text:'a'}", "a")]
    public void Texts(string nodes, string text) => Text("{type:'paragraph',content:[" + nodes + "]}").ShouldBe(text);

    [Theory]
    [InlineData("ul(li(p(a)),li(p(b)))", "- a\n- b")]
    [InlineData("ul(li(p(a),p(b)))", "- a\n\n  b")]
    [InlineData("ol(li(p(a)),li(p(b)))", "1. a\n2. b")]
    [InlineData("ul(li(p(a),ul(li(p(b),ul(li(p(c)))))),li(p(d)))", "- a\n  - b\n    - c\n- d")]
    [InlineData("ul(li(p(a),ol(li(p(b)),li(p(c)))))", "- a\n  1. b\n  2. c")]
    [InlineData("ol(li(p(a),ul(li(p(b)))),li(p(c)))", "1. a\n   - b\n2. c")]
    [InlineData("p(a),ul(li(p(b))),p(c)", "a\n\n- b\n\nc")]
    [InlineData("ul(li(p(a))),ul(li(p(b)))", "- a\n\n- b")]
    [InlineData("ul(li(code(a)))", "  ```\n  a\n  ```")]
    [InlineData("ul(li(p(a),code(b)),li(p(c)))", "- a\n\n  ```\n  b\n  ```\n- c")]
    [InlineData("ul(li(h(a)))", "  # a")]
    [InlineData("quote(p(a)),p(b)", "> a\n\nb")]
    [InlineData("quote(ul(li(p(a)),li(p(b)))),p(c)", "> - a\n> - b\n\nc")]
    [InlineData("p(a),quote(p(b)),quote(p(c))", "a\n\n> b\n\n> c")]
    [InlineData("task(todo(a),done(b))", "- [ ] a\n- [x] b")]
    [InlineData("decisions(decision(a))", "- a")]
    [InlineData("table(row(th(p(a)),th(p(b))),row(td(p(c)),td(p(d))))", "| a | b |\n| c | d |")]
    [InlineData("table(row(td(p(a),p(b)),td(ul(li(p(c)),li(p(d))))))", "| a b | c d |")]
    [InlineData("table(row(td(p(a)),td(p())))", "| a | |")]
    [InlineData("table(row(td(p(a,br(),b))))", "| a b |")]
    [InlineData("table(row(td(code(a))))", "| a |")]
    [InlineData("p(x),table(row(td(p(a)))),p(y)", "x\n\n| a |\n\ny")]
    [InlineData("table(row(td(p(a)))),table(row(td(p(b))))", "| a |\n| b |")]
    [InlineData("table(row())", "")]
    [InlineData("ul(li(table(row(td(p(a))))))", "  | a |")]
    [InlineData("p(a),rule(),p(b)", "a\n\n---\n\nb")]
    [InlineData("ul(li(p(a,br(),b)))", "- a\n  b")]
    [InlineData("quote(p(a,br(),b))", "> a\n> b")]
    [InlineData("quote(code(a))", "  ```\n  a\n  ```")]
    public void Nested(string nodes, string text) => Text(Expand(nodes)).ShouldBe(text);

    [Theory]
    [InlineData(3, "3. a\n4. b")]
    [InlineData(0, "0. a\n1. b")]
    [InlineData(-5, "0. a\n1. b")]
    [InlineData(5_000_000, "999999. a\n1000000. b")]
    public void A_numbered_list_begins_where_it_says(int order, string text) =>
        Text($"{{type:'orderedList',attrs:{{order:{order}}},content:[{Expand("li(p(a)),li(p(b))")}]}}").ShouldBe(text);

    [Fact]
    public void The_first_of_properties_with_one_name_counts() =>
        Text("{type:'paragraph',type:'heading',content:[{type:'text',text:'a'}],content:[]}").ShouldBe("a");

    [Fact]
    public void Deep_lists_lose_their_indent_but_no_word()
    {
        var nodes = string.Concat(Enumerable.Range(0, 30).Select(i => $"ul(li(p(n{i})" + (i < 29 ? "," : ""))) + new string(')', 60);
        var read = DocumentReader.Read(Json(Expand(nodes)), "description", new TicketLimits(10, 100_000, OverLimit.Cut));
        read.Text.Split('\n').Select(line => line.Trim(' ', '-')).ShouldBe(Enumerable.Range(0, 30).Select(i => "n" + i));
        read.Text.Split('\n').Max(line => line.IndexOf('-')).ShouldBe(46);
    }

    [Fact]
    public void A_document_is_cut_where_the_limit_is_passed()
    {
        var nodes = Expand(string.Join(',', Enumerable.Range(0, 50).Select(i => $"p(word{i:00})")));
        var cut = DocumentReader.Read(Json(nodes), "description", new TicketLimits(10, 20, OverLimit.Cut));

        (cut.Cut, cut.Reason).ShouldBe((true, null));
        cut.Text.ShouldBe("word00\n\nword01\n\nword02");
        DocumentReader.Read(Json(nodes), "description", new TicketLimits(10, 20, OverLimit.Refuse)).Cut.ShouldBeFalse();
    }

    private static string Text(string nodes) => DocumentReader.Read(Json(nodes), "description", TicketLimits.CommandLine).Text;

    private static System.Text.Json.JsonElement Json(string nodes)
    {
        var json = "{\"type\":\"doc\",\"content\":["
            + System.Text.RegularExpressions.Regex.Replace(
                nodes.Replace('\'', '"'),
                "(?<=[{,])(?<name>[a-zA-Z]+):",
                "\"${name}\":",
                System.Text.RegularExpressions.RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(5))
            + "]}";
        using var document = System.Text.Json.JsonDocument.Parse(json, new System.Text.Json.JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.Clone();
    }

    /// <summary>Writes short nodes in full: <c>ul(li(p(a)))</c>.</summary>
    private static string Expand(string nodes)
    {
        var at = 0;
        return ReadNodes(nodes, ref at);
    }

    private static string ReadNodes(string text, ref int at)
    {
        var nodes = new List<string>();
        while (at < text.Length && text[at] != ')')
        {
            if (text[at] == ',') at++;
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
            var name = text[start..at];
            if (at < text.Length && text[at] == '(')
            {
                at++;
                var content = ReadNodes(text, ref at);
                at++;
                nodes.Add(Node(name, content));
            }
            else if (name.Length > 0)
            {
                nodes.Add($"{{type:'text',text:'{name}'}}");
            }
        }
        return string.Join(',', nodes);
    }

    private static string Node(string name, string content) => name switch
    {
        "br" => "{type:'hardBreak'}",
        "rule" => "{type:'rule'}",
        "todo" => $"{{type:'taskItem',attrs:{{state:'TODO'}},content:[{content}]}}",
        "done" => $"{{type:'blockTaskItem',attrs:{{state:'DONE'}},content:[{content}]}}",
        _ => $"{{type:'{Names[name]}',content:[{content}]}}",
    };

    private static Dictionary<string, string> Names { get; } = new()
    {
        ["p"] = "paragraph",
        ["h"] = "heading",
        ["ul"] = "bulletList",
        ["ol"] = "orderedList",
        ["li"] = "listItem",
        ["task"] = "taskList",
        ["decisions"] = "decisionList",
        ["decision"] = "decisionItem",
        ["code"] = "codeBlock",
        ["quote"] = "blockquote",
        ["table"] = "table",
        ["row"] = "tableRow",
        ["th"] = "tableHeader",
        ["td"] = "tableCell",
    };
}
