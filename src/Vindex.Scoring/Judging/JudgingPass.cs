using System.Buffers;
using Vindex.Scoring.Judging.Advice;
using Vindex.Scoring.Judging.Rules;
using Vindex.Scoring.Judging.Signals;
using Vindex.Scoring.Languages;
using Vindex.Scoring.Reading;
using Vindex.Scoring.Reading.Models;
using Vindex.Scoring.Tickets;
using Vindex.Scoring.Untrusted;

namespace Vindex.Scoring.Judging;

/// <summary>Judges one ticket after the other; keeps its buffers. For one thread at a time.</summary>
internal sealed class JudgingPass
{
    private const double SureLanguage = 0.6;
    private readonly TicketText _text = new(ReadingModel.Classes);
    private readonly FeatureBuffer _features = new();
    private readonly SpanLikelihoods _likelihoods = new();
    private readonly SpanReader _spanReader = new();
    private readonly AdviceWriter _advice = new();
    private readonly LinearModel.Seen _seen = new();
    private readonly JudgementBuilder _builder = new();
    private readonly double[] _kinds = new double[ReadingModel.Kinds];
    private readonly double[] _signals = new double[TicketSignals.Names.Length];

    /// <summary>Judges a ticket.</summary>
    public Judgement Judge(TicketReading reading, ProfileWeights weights, Lazy<StoryRules> stories)
    {
        var ticket = reading.Ticket!;
        var untrusted = TicketInstructions.Find(ticket);
        if (untrusted.Count > 0) ticket = Without(ticket, untrusted);
        _text.Read(ticket);
        if (untrusted.Count > 0)
            _text.SetApart(TicketField.Summary, [.. untrusted.Where(found => found.Field == TicketField.Summary).Select(found => found.Text)]);
        var language = LanguageOf(ticket);
        var known = language.Code is "en" or DetectedLanguage.UndeterminedCode || language.Confidence < SureLanguage;
        _features.Clear();
        KindFeatures.Add(_text, _features);
        var (kind, source) = KindOf(ticket, known);
        var segments = _text.Segments.Length;
        var spans = ArrayPool<double>.Shared.Rent(segments * ReadingModel.SpanTypes);
        try
        {
            var rows = spans.AsSpan(0, segments * ReadingModel.SpanTypes);
            if (known) _likelihoods.Read(_text, kind, _kinds, rows);
            else rows.Clear();
            var isStory = known && StoryForm.Is(_text) && !Substance.IsStuffed(_text);
            var facts = new TicketFacts(
                _text,
                isStory ? TicketKind.Story : kind,
                source,
                known && language.Code == DetectedLanguage.UndeterminedCode ? "en" : language.Code,
                known,
                isStory ? 1 : _kinds.Max(),
                _spanReader.Read(_text, rows),
                untrusted,
                reading.Cut,
                _advice);
            if (isStory) return stories.Value.Judge(untrusted.Count > 0 ? reading with { Ticket = ticket } : reading, facts);
            TicketSignals.Write(_text, rows, _kinds, _signals);
            return _builder.Of(facts, weights, _signals, known ? _features.Hashes : default, rows);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(spans);
        }
    }

    // The ticket is judged as if such text were not there: it can win nothing.
    private static Ticket Without(Ticket ticket, List<(TicketField Field, UntrustedText Text)> untrusted) => ticket with
    {
        Description = TicketInstructions.Without(ticket.Description, TicketField.Description, untrusted),
        AcceptanceCriteria = TicketInstructions.Without(ticket.AcceptanceCriteria, TicketField.AcceptanceCriteria, untrusted),
    };

    private static DetectedLanguage LanguageOf(Ticket ticket)
    {
        const int enough = 4000;
        var (summary, description) = (ticket.Summary.Clean, ticket.Description.Clean);
        if (description.Length == 0) return LanguageDetector.Detect(summary);
        var length = Math.Min(summary.Length, enough) + 1 + Math.Min(description.Length, enough);
        var buffer = ArrayPool<char>.Shared.Rent(length);
        try
        {
            var at = Math.Min(summary.Length, enough);
            summary.AsSpan(0, at).CopyTo(buffer);
            buffer[at++] = '\n';
            description.AsSpan(0, length - at).CopyTo(buffer.AsSpan(at));
            return LanguageDetector.Detect(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private (TicketKind Kind, KindSource Source) KindOf(Ticket ticket, bool known)
    {
        const double trackerWeight = 6;
        if (known) ReadingModel.Kind(_features.Hashes, _seen, _kinds);
        else ReadingModel.Kind(default, _seen, _kinds);
        var tracker = IssueTypes.KindOf(ticket.IssueType);
        if (tracker is { } type)
        {
            _kinds[(int)type] *= trackerWeight;
            var total = _kinds.Sum();
            for (var i = 0; i < _kinds.Length; i++) _kinds[i] /= total;
        }

        var kind = EpicTitle.Is(_text) || tracker == TicketKind.Epic ? TicketKind.Epic : (TicketKind)_kinds.AsSpan().IndexOfMax();
        // Trackers call any wish a story or a feature: likely as one of both, it is what the tracker says.
        if (tracker is TicketKind.Story or TicketKind.Feature && kind is not (TicketKind.Story or TicketKind.Feature or TicketKind.Epic)
            && _kinds[(int)TicketKind.Story] + _kinds[(int)TicketKind.Feature] > _kinds[(int)kind])
        {
            kind = tracker.Value;
        }

        return (kind, tracker == kind ? KindSource.Tracker : KindSource.Text);
    }
}
