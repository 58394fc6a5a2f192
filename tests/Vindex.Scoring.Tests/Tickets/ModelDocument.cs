using System.Text;
using System.Text.Json.Nodes;

namespace Vindex.Scoring.Tests.Tickets;

/// <summary>A document without markup, which can be written in each.</summary>
internal sealed record ModelDocument(IReadOnlyList<ModelBlock> Blocks)
{
    private static readonly string[] s_words =
    [
        "order", "list", "snake_case", "2*3*4", "*.csv", "a_b_c", "v1.2.3", "e.g.", "3.5", "don't", "naïve", "😀", "src/app.ts", "https://example.org/a_b?c=d",
        "the", "user", "sees", "total", "within",
        "2", "seconds", "and", "then", "(optional)", "\"quoted\"", "A/B", "C#", "50%", "x-y",
    ];

    private static readonly string[] s_titles =
        [
            "Acceptance criteria", "Steps to reproduce", "Out of scope", "Technical notes", "Open questions", "Background", "Expected result", "Environment",
            "Rollout", "Mobile screens"
        ];

    public static ModelDocument Random(Random random)
    {
        var blocks = new List<ModelBlock>();
        var count = random.Next(1, 9);
        for (var i = 0; i < count; i++)
        {
            blocks.Add(random.Next(9) switch
            {
                0 => new ModelHeading(random.Next(1, 7), Title(random), false),
                1 => new ModelHeading(6, Title(random), true),
                2 => new ModelList(false, Items(random, true)),
                3 => new ModelList(true, Items(random, false)),
                4 => new ModelTasks([.. Items(random, false).Select(item => (random.Next(2) == 0, item.Text))]),
                5 => new ModelCode(["var x = a_b * c;", "", "  return *x; // " + random.Next(9)]),
                6 => new ModelQuote(Spans(random)),
                7 => new ModelTable([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Plain(random), Plain(random)))]),
                _ => new ModelParagraph(Spans(random)),
            });
        }
        return new ModelDocument(blocks);
    }

    private static string Title(Random random) => s_titles[random.Next(s_titles.Length)];

    private static string Word(Random random) => s_words[random.Next(s_words.Length)];

    private static ModelSpan[] Plain(Random random) => [new ModelSpan(SpanKind.Plain, "Cell " + Word(random) + " " + Word(random) + " end")];

    private static ModelSpan[] Spans(Random random)
    {
        var spans = new List<ModelSpan> { new(SpanKind.Plain, "Some") };
        var count = random.Next(1, 12);
        for (var i = 0; i < count; i++)
        {
            var kind = (SpanKind)random.Next(8);
            spans.Add(
                kind is SpanKind.Bold or SpanKind.Italic or SpanKind.Link
                    ? new ModelSpan(kind, "marked words")
                    : new ModelSpan(kind == SpanKind.Code ? kind : SpanKind.Plain, Word(random)));
        }
        spans.Add(new ModelSpan(SpanKind.Plain, random.Next(3) switch { 0 => "end. And more follows", 1 => "end!", _ => "end" }));
        return [.. spans];
    }

    private static ModelItem[] Items(Random random, bool nested) =>
        [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => new ModelItem(Spans(random), nested && random.Next(3) == 0 ? Items(random, false) : []))];

    /// <summary>As Markdown; <paramref name="random"/> chooses among the ways to write the same and how much blank space there is.</summary>
    public string ToMarkdown(Random random)
    {
        var text = new StringBuilder();
        foreach (var block in Blocks)
        {
            switch (block)
            {
                case ModelHeading { Label: true } label:
                    text.Append("**" + Case(label.Title, random) + "**\n");
                    break;
                case ModelHeading { Level: <= 2 } heading when random.Next(2) == 0:
                    text.Append(Case(heading.Title, random) + "\n" + (heading.Level == 1 ? "=====" : "-----") + "\n");
                    break;
                case ModelHeading heading:
                    text.Append(new string('#', heading.Level) + " " + Case(heading.Title, random) + "\n");
                    break;
                case ModelList list:
                    MarkdownItems(text, list.Items, list.Ordered, "", random);
                    break;
                case ModelTasks tasks:
                    foreach (var (done, item) in tasks.Items) text.Append((done ? "- [x] " : "* [ ] ") + Markdown(item) + "\n");
                    break;
                case ModelCode code:
                    text.Append("```js\n" + string.Join('\n', code.Lines) + "\n```\n");
                    break;
                case ModelQuote quote:
                    text.Append("> " + Markdown(quote.Text) + "\n");
                    break;
                case ModelTable table:
                    for (var i = 0; i < table.Rows.Count; i++)
                    {
                        text.Append("| " + Markdown(table.Rows[i].Left) + " | " + Markdown(table.Rows[i].Right) + " |\n");
                        if (i == 0) text.Append("|---|:--|\n");
                    }
                    break;
                case ModelParagraph paragraph:
                    text.Append(new string(' ', random.Next(2)) + Markdown(paragraph.Text) + new string(' ', random.Next(3)) + "\n");
                    break;
            }
            text.Append('\n', random.Next(1, 4));
        }
        return random.Next(2) == 0 ? text.ToString() : text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal);
    }

    private static void MarkdownItems(StringBuilder text, IReadOnlyList<ModelItem> items, bool ordered, string indent, Random random)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(indent + (ordered ? $"{i + 1}. " : "- ") + Markdown(items[i].Text) + "\n");
            if (random.Next(5) == 0) text.Append('\n');
            MarkdownItems(text, items[i].Children, ordered, indent + "    ", random);
        }
    }

    private static string Markdown(IReadOnlyList<ModelSpan> spans) => string.Join(' ', spans.Select(span => span.Kind switch
    {
        SpanKind.Bold => "**" + span.Text + "**",
        SpanKind.Italic => "_" + span.Text + "_",
        SpanKind.Code => "`" + span.Text + "`",
        SpanKind.Link => "[" + span.Text + "](https://example.org/x_y \"t\")",
        _ => span.Text,
    }));

    /// <summary>As Jira's wiki markup.</summary>
    public string ToWiki(Random random)
    {
        // The sign that tells wiki numbers from Markdown headings where a document holds nothing else.
        var text = new StringBuilder("{color:red}{color}\n");
        foreach (var block in Blocks)
        {
            switch (block)
            {
                case ModelHeading { Label: true } label:
                    text.Append("*" + Case(label.Title, random) + "*\n");
                    break;
                case ModelHeading heading:
                    text.Append($"h{heading.Level}. {Case(heading.Title, random)}\n");
                    break;
                case ModelList list:
                    WikiItems(text, list.Items, list.Ordered ? "#" : "*");
                    break;
                case ModelTasks tasks:
                    foreach (var (done, item) in tasks.Items) text.Append((done ? "* [x] " : "* [ ] ") + Wiki(item) + "\n");
                    break;
                case ModelCode code:
                    text.Append("{code:js}\n" + string.Join('\n', code.Lines) + "\n{code}\n");
                    break;
                case ModelQuote quote:
                    text.Append(random.Next(2) == 0 ? "bq. " + Wiki(quote.Text) + "\n" : "{quote}\n" + Wiki(quote.Text) + "\n{quote}\n");
                    break;
                case ModelTable table:
                    for (var i = 0; i < table.Rows.Count; i++)
                    {
                        var bar = i == 0 ? "||" : "|";
                        text.Append(bar + Wiki(table.Rows[i].Left) + bar + Wiki(table.Rows[i].Right) + bar + "\n");
                    }
                    break;
                case ModelParagraph paragraph:
                    text.Append(Wiki(paragraph.Text) + "\n");
                    break;
            }
            text.Append('\n', random.Next(1, 4));
        }
        return text.ToString();
    }

    private static void WikiItems(StringBuilder text, IReadOnlyList<ModelItem> items, string marks)
    {
        foreach (var item in items)
        {
            text.Append(marks + " " + Wiki(item.Text) + "\n");
            WikiItems(text, item.Children, marks + marks[0]);
        }
    }

    private static string Wiki(IReadOnlyList<ModelSpan> spans) => string.Join(' ', spans.Select(span => span.Kind switch
    {
        SpanKind.Bold => "*" + span.Text + "*",
        SpanKind.Italic => "_" + span.Text + "_",
        SpanKind.Code => "{{" + span.Text + "}}",
        SpanKind.Link => "[" + span.Text + "|https://example.org/x_y]",
        _ => span.Text,
    }));

    /// <summary>As HTML; code and quotations have no tags that the readers know.</summary>
    public string ToHtml(Random random)
    {
        var text = new StringBuilder("<p></p>\n");
        foreach (var block in Blocks)
        {
            text.Append(block switch
            {
                ModelHeading { Label: true } label => $"<div><b>{Case(label.Title, random)}</b></div>",
                ModelHeading heading => $"<h{heading.Level}>{Case(heading.Title, random)}</h{heading.Level}>",
                ModelList list => HtmlList(list.Items, list.Ordered),
                ModelTasks tasks => "<ul>" + string.Concat(tasks.Items.Select(item => $"<li>{(item.Done ? "[x]" : "[ ]")} {Html(item.Text)}</li>")) + "</ul>",
                ModelTable table =>
                    "<table><tbody>" + string.Concat(table.Rows.Select((row, i) => $"<tr>{HtmlCell(i, row.Left)}{HtmlCell(i, row.Right)}</tr>"))
                        + "</tbody></table>",
                ModelParagraph paragraph => $"<p>{Html(paragraph.Text)}</p>",
                _ => throw new InvalidOperationException("No such block in HTML."),
            });
            text.Append(random.Next(3) switch { 0 => "\n", 1 => "\r\n\r\n", _ => "" });
        }
        return text.ToString();
    }

    private static string HtmlCell(int row, IReadOnlyList<ModelSpan> text) => row == 0 ? $"<th>{Html(text)}</th>" : $"<td><p>{Html(text)}</p></td>";

    private static string HtmlList(IReadOnlyList<ModelItem> items, bool ordered)
    {
        var tag = ordered ? "ol" : "ul";
        return $"<{tag}>"
            + string.Concat(items.Select(item => $"<li>{Html(item.Text)}{(item.Children.Count > 0 ? HtmlList(item.Children, ordered) : "")}</li>"))
            + $"</{tag}>";
    }

    private static string Html(IReadOnlyList<ModelSpan> spans) => string.Join(' ', spans.Select(span => span.Kind switch
    {
        SpanKind.Bold => "<b>" + span.Text + "</b>",
        SpanKind.Italic => "<i>" + span.Text + "</i>",
        SpanKind.Code => "<code>" + span.Text + "</code>",
        SpanKind.Link => "<a href=\"https://example.org/x_y\">" + span.Text + "</a>",
        _ => System.Net.WebUtility.HtmlEncode(span.Text).Replace("&#128512;", "😀", StringComparison.Ordinal),
    }));

    private static string Case(
        string title, Random random) => random.Next(3) switch { 0 => title.ToUpperInvariant(), 1 => title.ToLowerInvariant(), _ => title };

    /// <summary>As an Atlassian document.</summary>
    public string ToJson() => Node("doc", Blocks.Select(Json)).ToJsonString();

    private static JsonObject Json(ModelBlock block) => block switch
    {
        ModelHeading { Label: true } label => Node("paragraph", [Text(label.Title, "strong")]),
        ModelHeading heading => Node("heading", [Text(heading.Title)], new JsonObject { ["level"] = heading.Level }),
        ModelList list => JsonList(list.Items, list.Ordered),
        ModelTasks tasks =>
            Node("taskList", tasks.Items.Select(item => Node("taskItem", Json(item.Text), new JsonObject { ["state"] = item.Done ? "DONE" : "TODO" }))),
        ModelCode code => Node("codeBlock", [Text(string.Join('\n', code.Lines))], new JsonObject { ["language"] = "js" }),
        ModelQuote quote => Node("blockquote", [Node("paragraph", Json(quote.Text))]),
        ModelTable table => Node("table", table.Rows.Select((row, i) => Node("tableRow", [Cell(i, row.Left), Cell(i, row.Right)]))),
        ModelParagraph paragraph => Node("paragraph", Json(paragraph.Text)),
        _ => throw new InvalidOperationException("No such block."),
    };

    private static JsonObject Cell(int row, IReadOnlyList<ModelSpan> text) => Node(row == 0 ? "tableHeader" : "tableCell", [Node("paragraph", Json(text))]);

    private static JsonObject JsonList(IReadOnlyList<ModelItem> items, bool ordered) =>
        Node(ordered ? "orderedList" : "bulletList", items.Select(item => Node("listItem", item.Children.Count == 0
            ? [Node("paragraph", Json(item.Text))]
            : [Node("paragraph", Json(item.Text)), JsonList(item.Children, ordered)])));

    private static IEnumerable<JsonObject> Json(IReadOnlyList<ModelSpan> spans) =>
        spans.SelectMany((span, i) => i == 0 ? new[] { Json(span) } : [Text(" "), Json(span)]);

    private static JsonObject Json(ModelSpan span) => span.Kind switch
    {
        SpanKind.Bold => Text(span.Text, "strong"),
        SpanKind.Italic => Text(span.Text, "em"),
        SpanKind.Code => Text(span.Text, "code"),
        SpanKind.Link => Text(span.Text, "link"),
        _ => Text(span.Text),
    };

    private static JsonObject Text(string text, string? mark = null)
    {
        var node = new JsonObject { ["type"] = "text", ["text"] = text };
        if (mark is not null) node["marks"] = new JsonArray(new JsonObject { ["type"] = mark });
        return node;
    }

    private static JsonObject Node(string type, IEnumerable<JsonObject> content, JsonObject? attributes = null)
    {
        var node = new JsonObject { ["type"] = type, ["content"] = new JsonArray([.. content]) };
        if (attributes is not null) node["attrs"] = attributes;
        return node;
    }
}

internal abstract record ModelBlock;

internal sealed record ModelHeading(int Level, string Title, bool Label) : ModelBlock;

internal sealed record ModelParagraph(IReadOnlyList<ModelSpan> Text) : ModelBlock;

internal sealed record ModelList(bool Ordered, IReadOnlyList<ModelItem> Items) : ModelBlock;

internal sealed record ModelTasks(IReadOnlyList<(bool Done, IReadOnlyList<ModelSpan> Text)> Items) : ModelBlock;

internal sealed record ModelCode(IReadOnlyList<string> Lines) : ModelBlock;

internal sealed record ModelQuote(IReadOnlyList<ModelSpan> Text) : ModelBlock;

internal sealed record ModelTable(IReadOnlyList<(IReadOnlyList<ModelSpan> Left, IReadOnlyList<ModelSpan> Right)> Rows) : ModelBlock;

internal sealed record ModelItem(IReadOnlyList<ModelSpan> Text, IReadOnlyList<ModelItem> Children);

internal sealed record ModelSpan(SpanKind Kind, string Text);

internal enum SpanKind
{
    Plain,
    Bold,
    Italic,
    Code,
    Link,
}
