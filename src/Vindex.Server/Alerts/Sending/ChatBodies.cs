using System.Buffers;
using System.Text.Json;
using static Vindex.Server.Languages.Texts;

namespace Vindex.Server.Alerts.Sending;

/// <summary>Messages in the formats of chat services.</summary>
internal static class ChatBodies
{
    /// <summary>For an incoming webhook of Slack: blocks, and a text for notifications (Block Kit reference).</summary>
    public static byte[] Slack(AlertLetter letter) => Write(json =>
    {
        json.WriteString("text", SlackText(letter.Subject));
        json.WriteStartArray("blocks");
        Section($"*{SlackText(letter.Subject)}*");
        Section(string.Join('\n', letter.Lines.Select(SlackText)));
        if (letter.Tickets.Count > 0) Section(string.Join('\n', letter.Tickets.Select(Ticket)));
        var all = letter.TicketsUrl is { } tickets ? $" · <{SlackText(tickets)}|{SlackText(T("alerts.letter.all-tickets"))}>" : "";
        Section($"<{letter.Url}|{SlackText(T("alerts.letter.open"))}>{all}");
        json.WriteEndArray();

        void Section(string text)
        {
            json.WriteStartObject();
            json.WriteString("type", "section");
            json.WriteStartObject("text");
            json.WriteString("type", "mrkdwn");
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    });

    /// <summary>For a workflow of Microsoft Teams: a message with an Adaptive Card. Texts are runs, which are not read as Markdown.</summary>
    public static byte[] Teams(AlertLetter letter) => Write(json =>
    {
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        Run(letter.Subject, isBold: true);
        foreach (var line in letter.Lines) Run(line);
        foreach (var ticket in letter.Tickets)
            Run(ticket.Title is { } title ? $"{ticket.Key} · {ticket.Score} · {title}" : $"{ticket.Key} · {ticket.Score}", url: ticket.Url);
        json.WriteEndArray();
        json.WriteStartArray("actions");
        Open(T("alerts.letter.open"), letter.Url);
        if (letter.TicketsUrl is { } all) Open(T("alerts.letter.all-tickets"), all);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();

        void Open(string title, string url)
        {
            json.WriteStartObject();
            json.WriteString("type", "Action.OpenUrl");
            json.WriteString("title", title);
            json.WriteString("url", url);
            json.WriteEndObject();
        }

        void Run(string text, bool isBold = false, string? url = null)
        {
            json.WriteStartObject();
            json.WriteString("type", "RichTextBlock");
            json.WriteStartArray("inlines");
            json.WriteStartObject();
            json.WriteString("type", "TextRun");
            json.WriteString("text", text);
            if (isBold) json.WriteString("weight", "Bolder");
            if (url is not null)
            {
                json.WritePropertyName("selectAction");
                Open(text, url);
            }

            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
    });

    // Slack reads <…> as links and mentions: these three characters are escaped, as its documentation says.
    private static string SlackText(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Ticket(LetterTicket ticket) =>
        $"<{ticket.Url}|{SlackText(ticket.Key.Replace('|', '/'))}> {ticket.Score}" + (ticket.Title is { } title ? " " + SlackText(title) : "");

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
