using System.Globalization;
using System.Text.Json;

namespace Vindex.Scoring.Tickets.Documents;

/// <summary>One walk over a document, without recursion: a frame for each open node.</summary>
internal sealed class DocumentWalk(string field, TicketLimits limits)
{
    private readonly Stack<Frame> _frames = new();
    private readonly DocumentText _text = new();
    private int _nodes;
    private bool _cut;

    /// <summary>Walks the document from its root.</summary>
    public DocumentOutcome Run(JsonElement root)
    {
        if (Enter(root, default) is { } refused) return refused;
        while (_frames.TryPop(out var frame))
        {
            var children = frame.Children;
            if (!children.MoveNext())
            {
                _text.Leave(frame.Kind, frame.State);
                continue;
            }
            frame = frame with { Children = children, Ordinal = frame.Ordinal + 1 };
            var child = children.Current;
            _frames.Push(frame);
            var reason = child.ValueKind == JsonValueKind.Object
                ? Enter(child, frame)
                : Wrong("contains a node that is not an object; every node must be a JSON object with a type.");
            if (reason is { } refusal) return refusal;
            if (_cut) break;
        }
        while (_frames.TryPop(out var open)) _text.Leave(open.Kind, open.State);
        return new DocumentOutcome(_text.ToString(), null, _cut);
    }

    private DocumentOutcome? Enter(JsonElement element, Frame parent)
    {
        var node = DocumentNode.Read(element);
        if (node.Flaw is { } flaw && Wrong(flaw) is { } wrong) return wrong;
        if (++_nodes > TicketLimits.DocumentNodes)
            return Over($"has more than {TicketLimits.DocumentNodes.ToString("N0", CultureInfo.InvariantCulture)} nodes; at most that many are allowed.");
        if (_frames.Count >= TicketLimits.DocumentDepth)
            return Over($"is nested more than {TicketLimits.DocumentDepth} nodes deep; at most {TicketLimits.DocumentDepth} are allowed.");
        if (limits.OverLimit == OverLimit.Cut && _text.Length > limits.FieldBytes)
        {
            _cut = true;
            return null;
        }
        var state = _text.Enter(node, parent.Kind, parent.Ordinal, node.Strong ? Next(parent) : default);
        if (node.Content.ValueKind == JsonValueKind.Array && node.Kind is not (DocumentNodeKind.Text or DocumentNodeKind.Media))
        {
            _frames.Push(new Frame(node.Content.EnumerateArray(), node.Kind, node.Start - 1, state));
        }
        else
        {
            _text.Leave(node.Kind, state);
        }
        return null;
    }

    private static DocumentNode Next(Frame parent)
    {
        var siblings = parent.Children;
        return siblings.MoveNext() && siblings.Current.ValueKind == JsonValueKind.Object ? DocumentNode.Read(siblings.Current) : default;
    }

    /// <summary>A document that is not as it should be is refused at the API; of an event what can be read is read.</summary>
    private DocumentOutcome? Wrong(string what) => limits.OverLimit == OverLimit.Refuse ? new DocumentOutcome("", $"{field} {what}", false) : null;

    private DocumentOutcome? Over(string what)
    {
        if (limits.OverLimit == OverLimit.Refuse) return new DocumentOutcome("", $"{field} {what}", false);
        _cut = true;
        return null;
    }

    private readonly record struct Frame(JsonElement.ArrayEnumerator Children, DocumentNodeKind Kind, int Ordinal, DocumentState State);
}
