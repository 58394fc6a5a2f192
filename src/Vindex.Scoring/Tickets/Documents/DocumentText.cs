using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Vindex.Scoring.Tickets.Documents;

/// <summary>What a node changed when it was entered, to be taken back when it is left.</summary>
/// <param name="Prefix">Length of the line prefix before.</param>
/// <param name="Fence">Backticks of the fence that must be closed; 0 for none.</param>
internal readonly record struct DocumentState(int Prefix, int Fence);

/// <summary>
/// Writes a document's nodes as text: headings, bullets, checkboxes, fences and tables as Markdown has them, so that reading gives the same blocks.
/// </summary>
internal sealed class DocumentText
{
    private const int WidestPrefix = 48;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _prefix = new();
    private string _marker = "";
    private Break _due = Break.Paragraph;
    private bool _firstItem;
    private int _blankPrefix = int.MaxValue;
    private bool _afterRow;
    private bool _strong;
    private bool _code;
    private int _cells;
    private int _lists;
    private char _last = '\n';

    private enum Break
    {
        None,
        Line,
        Paragraph,
    }

    /// <summary>UTF-16 units so far.</summary>
    public int Length => _text.Length;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A node begins.</summary>
    /// <param name="node">The node.</param>
    /// <param name="parent">What it stands in.</param>
    /// <param name="ordinal">Its number within a numbered list.</param>
    /// <param name="next">The inline node after it, where that matters; default otherwise.</param>
    public DocumentState Enter(in DocumentNode node, DocumentNodeKind parent, int ordinal, in DocumentNode next)
    {
        var state = new DocumentState(_prefix.Length, 0);
        if (_strong && !node.Strong) EndStrong();
        switch (node.Kind)
        {
            case DocumentNodeKind.Text:
                WriteText(node, next);
                break;
            case DocumentNodeKind.HardBreak:
                LineEnd();
                break;
            case DocumentNodeKind.Mention:
                Write(node.Text.StartsWith('@') ? node.Text : "@" + node.Text);
                break;
            case DocumentNodeKind.Emoji or DocumentNodeKind.Card or DocumentNodeKind.Date or DocumentNodeKind.Status:
                Write(node.Text);
                break;
            case DocumentNodeKind.Unknown when node.Text.Length > 0:
                Write(node.Text);
                break;
            default:
                if (node.Kind is DocumentNodeKind.Unknown or DocumentNodeKind.Media) break;
                return EnterBlock(node, parent, ordinal, state);
        }
        return state;
    }

    private DocumentState EnterBlock(in DocumentNode node, DocumentNodeKind parent, int ordinal, DocumentState state)
    {
        if (_cells > 0 && node.Kind != DocumentNodeKind.TableCell)
        {
            // A row is one line: blocks within a cell are set apart by a blank.
            if (_last is not (' ' or '\n' or '|')) Put(" ");
            return state;
        }
        if (node.Kind is not (DocumentNodeKind.TableRow or DocumentNodeKind.TableCell)) _afterRow = false;
        switch (node.Kind)
        {
            case DocumentNodeKind.Paragraph or DocumentNodeKind.BlockCard:
                if (_marker.Length == 0) _due = Break.Paragraph;
                Write(node.Text);
                break;
            case DocumentNodeKind.Heading:
                _marker = "";
                _due = Break.Paragraph;
                Write("######"[..node.Start] + " ");
                break;
            case DocumentNodeKind.BulletList or DocumentNodeKind.OrderedList or DocumentNodeKind.TaskList:
                _firstItem = _lists++ == 0;
                break;
            case DocumentNodeKind.ListItem or DocumentNodeKind.TaskItem:
                BeginItem(node, parent, ordinal);
                break;
            case DocumentNodeKind.CodeBlock:
                return BeginCode(node, state);
            case DocumentNodeKind.Quote:
                _due = Break.Paragraph;
                _marker = "";
                _blankPrefix = Math.Min(_blankPrefix, state.Prefix);
                if (_prefix.Length < WidestPrefix) _prefix.Append("> ");
                break;
            case DocumentNodeKind.Expand when node.Text.Trim() is { Length: > 0 } title:
                _due = Break.Paragraph;
                Write("**" + title + "**");
                _due = Break.Paragraph;
                break;
            case DocumentNodeKind.TableRow:
                _marker = "";
                _due = _afterRow ? Break.Line : Break.Paragraph;
                break;
            case DocumentNodeKind.TableCell:
                _cells++;
                Write("| ");
                break;
            case DocumentNodeKind.Rule:
                _due = Break.Paragraph;
                Write("---");
                break;
        }
        return state;
    }

    /// <summary>A node ends.</summary>
    public void Leave(DocumentNodeKind kind, DocumentState state)
    {
        if (_strong && kind is not (DocumentNodeKind.Text or DocumentNodeKind.Unknown)) EndStrong();
        switch (kind)
        {
            case DocumentNodeKind.BulletList or DocumentNodeKind.OrderedList or DocumentNodeKind.TaskList when _cells == 0:
                if (--_lists == 0) _due = Break.Paragraph;
                break;
            case DocumentNodeKind.ListItem or DocumentNodeKind.TaskItem when _cells == 0:
                _prefix.Length = state.Prefix;
                _marker = "";
                if (_due == Break.None) _due = Break.Line;
                break;
            case DocumentNodeKind.CodeBlock when state.Fence > 0:
                _due = Break.Line;
                Write(new string('`', state.Fence));
                _code = false;
                _prefix.Length = state.Prefix;
                _due = Break.Paragraph;
                break;
            case DocumentNodeKind.Quote when _cells == 0:
                _prefix.Length = state.Prefix;
                _due = Break.Paragraph;
                break;
            case DocumentNodeKind.TableCell:
                _cells--;
                if (_last != ' ') Put(" ");
                break;
            case DocumentNodeKind.TableRow when _cells == 0:
                if (_due != Break.None) break;
                Put("|");
                _due = Break.Line;
                _afterRow = true;
                break;
            case DocumentNodeKind.Paragraph or DocumentNodeKind.Heading or DocumentNodeKind.BlockCard or DocumentNodeKind.Rule
                or DocumentNodeKind.Expand when _cells == 0:
                _due = Break.Paragraph;
                break;
        }
    }

    private void BeginItem(in DocumentNode node, DocumentNodeKind parent, int ordinal)
    {
        _marker = node.Kind == DocumentNodeKind.TaskItem ? (node.Done ? "- [x] " : "- [ ] ")
            : parent == DocumentNodeKind.OrderedList ? ordinal.ToString(CultureInfo.InvariantCulture) + ". "
            : "- ";
        _due = _firstItem ? Break.Paragraph : Break.Line;
        _firstItem = false;
        if (_prefix.Length < WidestPrefix) _prefix.Append(parent == DocumentNodeKind.OrderedList ? "   " : "  ");
    }

    private DocumentState BeginCode(in DocumentNode node, DocumentState state)
    {
        // A fence within the code must not end it.
        var fence = node.Content.ValueKind == JsonValueKind.Array && JsonMarshal.GetRawUtf8Value(node.Content).IndexOf("```"u8) >= 0 ? 8 : 3;
        _marker = "";
        _prefix.Replace('>', ' ');
        _due = Break.Paragraph;
        Write(new string('`', fence));
        _due = Break.Line;
        _code = true;
        return state with { Fence = fence };
    }

    private void WriteText(in DocumentNode node, in DocumentNode next)
    {
        var text = node.Text;
        if (text.Length == 0) return;
        if (_code)
        {
            Write(text);
            return;
        }
        if (node.Code && !text.Contains('`') && !text.AsSpan().Trim().IsEmpty)
        {
            Write("`" + text + "`");
            return;
        }
        if (!node.Strong)
        {
            Write(text);
            return;
        }
        if (!_strong && !Characters.IsBlank(text[0]) && !Characters.IsWord(_due == Break.None ? _last : ' ') && !text.Contains('*'))
        {
            Write("**");
            _strong = true;
        }
        if (!_strong || (next.Kind == DocumentNodeKind.Text && next.Strong && !next.Code))
        {
            Write(text);
            return;
        }
        var words = text.TrimEnd(' ');
        Write(words);
        EndStrong();
        Write(text[words.Length..]);
    }

    private void EndStrong()
    {
        if (_strong) Put("**");
        _strong = false;
    }

    /// <summary>Writes text into the open line; line ends within it begin lines of the same block.</summary>
    private void Write(string text)
    {
        if (text.Length == 0) return;
        Begin();
        var from = 0;
        while (true)
        {
            var end = text.AsSpan(from).IndexOfAny('\n', '\r');
            if (end < 0) break;
            Put(text.AsSpan(from, end));
            LineEnd();
            from += end + 1;
            if (text[from - 1] == '\r' && from < text.Length && text[from] == '\n') from++;
        }
        Put(text.AsSpan(from));
    }

    private void LineEnd()
    {
        if (_cells > 0)
        {
            Put(" ");
            return;
        }
        if (_strong) EndStrong();
        if (_due != Break.None) return;
        _text.Append('\n').Append(_prefix);
        _last = '\n';
    }

    /// <summary>Opens the line that is due, with the marks of the lists and quotes that it stands in.</summary>
    private void Begin()
    {
        if (_due == Break.None) return;
        if (_text.Length > 0)
        {
            _text.Append('\n');
            if (_due == Break.Paragraph) _text.Append(_prefix.ToString(0, Math.Min(_blankPrefix, _prefix.Length)).TrimEnd()).Append('\n');
        }
        _due = Break.None;
        _blankPrefix = int.MaxValue;
        if (_marker.Length == 0)
        {
            _text.Append(_prefix);
        }
        else
        {
            _text.Append(_prefix, 0, Math.Max(0, _prefix.Length - (_marker[0] == '-' ? 2 : 3))).Append(_marker);
            _marker = "";
        }
        _last = '\n';
    }

    private void Put(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        _text.Append(text);
        _last = text[^1];
    }
}
